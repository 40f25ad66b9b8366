// Offers schools while a name is typed. What is chosen ends with the school's number in brackets,
// which the server reads; a name typed in full works as well.
import accessibleAutocomplete from 'accessible-autocomplete'

const PAUSE = 180

function line ({ name, borough, postcode, urn }) {
  return `${[name, borough, postcode].filter(Boolean).join(', ')} (${urn})`
}

function source (address) {
  let timer
  let latest = 0
  return (query, populate) => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const number = ++latest
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(query)}`, {
          headers: { Accept: 'application/json' }
        })
        const { schools } = answer.ok ? await answer.json() : { schools: [] }
        if (number === latest) populate(schools.map(line))
      } catch {
        if (number === latest) populate([])
      }
    }, PAUSE)
  }
}

function enhance (input) {
  const box = document.createElement('div')
  const { id, name, value } = input
  const describedBy = input.getAttribute('aria-describedby')
  accessibleAutocomplete({
    element: box,
    id,
    name,
    defaultValue: value,
    source: source(input.dataset.schoolSearch),
    minLength: 2,
    confirmOnBlur: false,
    autoselect: false,
    tNoResults: () => 'No open school begins like that'
  })
  input.replaceWith(box)
  const made = box.querySelector('input')
  if (describedBy) made.setAttribute('aria-describedby', `${describedBy} ${made.getAttribute('aria-describedby') || ''}`.trim())
  made.setAttribute('autocomplete', 'off')
}

// Another school was typed, then one of the list was chosen after all: forget what was typed.
function forgetTyped (block) {
  const name = block.dataset.school
  block.addEventListener('change', (event) => {
    if (event.target.name !== name || event.target.value === 'another') return
    const typed = block.querySelector(`[name="${name}_search"]`)
    if (typed) typed.value = ''
  })
}

export function schoolSearch (page) {
  for (const input of page.querySelectorAll('input[data-school-search]')) enhance(input)
  for (const block of page.querySelectorAll('[data-school]')) forgetTyped(block)
}
