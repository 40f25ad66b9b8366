// Adds and removes records of a form without asking the server; the buttons work without this too.
import { showWhatApplies } from './conditional.js'
import { quickAnswers } from './quick-answers.js'
import { schoolSearch } from './school-search.js'

function nextNumber (block) {
  const numbers = [...block.querySelectorAll('[data-rows-list] > [data-row]')]
    .map((row) => Number(row.id.split('-').pop()))
  return Math.max(-1, ...numbers) + 1
}

function add (block, focus = true) {
  const number = nextNumber(block)
  const markup = block.querySelector(':scope > template').innerHTML
    .replaceAll('__n__', number).replaceAll('__N__', number + 1)
  const list = block.querySelector('[data-rows-list]')
  list.insertAdjacentHTML('beforeend', markup)
  const row = list.lastElementChild
  quickAnswers(row)
  schoolSearch(row)
  showWhatApplies(block.closest('form'))
  const button = block.querySelector('[data-rows-add]')
  if (button) button.textContent = `Add another ${block.dataset.noun}`
  if (focus) row.querySelector('input:not([type="hidden"]), select, textarea')?.focus()
}

function remove (block, row) {
  const next = row.nextElementSibling || row.previousElementSibling
  row.remove()
  const target = next?.querySelector('input:not([type="hidden"]), select') ||
    block.querySelector('[data-rows-add]')
  target?.focus()
}

// The first record is there as soon as it is asked for: so this listens after conditional.js.
function addFirst (block) {
  const asked = block.closest('[data-when-field]')
  const open = !asked || !asked.classList.contains('app-question--closed')
  if (open && !block.querySelector('[data-row]')) add(block, false)
}

export function rows (page) {
  for (const block of page.querySelectorAll('[data-rows]')) {
    block.addEventListener('click', (event) => {
      const button = event.target.closest('[data-rows-add], [data-rows-remove]')
      if (!button) return
      event.preventDefault()
      if ('rowsAdd' in button.dataset) add(block)
      else remove(block, button.closest('[data-row]'))
    })
    block.closest('form').addEventListener('change', (event) => {
      if (!block.contains(event.target)) addFirst(block)
    })
  }
}
