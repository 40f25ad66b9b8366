// Shortcut keys for whoever decides many entries. Enhancement only: everything can be done with
// Tab, Enter and Space. Keys that decide work only while the focus is inside the entry, all of
// them can be switched off (WCAG 2.1.4), and none works while typing or with Ctrl, Alt or Meta.

const KEPT = 'sso-log-shortcut-keys'

const remembered = () => {
  try { return localStorage.getItem(KEPT) !== 'off' } catch { return true }
}
const remember = (on) => {
  try { localStorage.setItem(KEPT, on ? 'on' : 'off') } catch { /* for this page only, then */ }
}

const typing = (target) => target.matches('textarea, select, [contenteditable], input:not([type="checkbox"])')

function moveIn (list, step) {
  const links = [...list.querySelectorAll('[data-keys-item] .app-entry__title')]
  if (links.length === 0) return
  const here = document.activeElement.closest('[data-keys-item]')
  const at = here ? links.findIndex((link) => here.contains(link)) : -1
  const to = at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)
  links[to].focus()
  links[to].scrollIntoView({ block: 'nearest' })
}

function pressInList (list, event) {
  const row = document.activeElement.closest('[data-keys-item]')
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const step = { j: 1, k: -1 }[event.key] ?? (row ? arrow : undefined)
  if (step !== undefined) moveIn(list, step)
  else if (event.key === 'o' && row) row.querySelector('.app-entry__title').click()
  else if (event.key === 'x' && row) row.querySelector('input[type="checkbox"]')?.click()
  else return
  event.preventDefault()
}

function pressInEntry (entry, event) {
  if (!entry.contains(document.activeElement)) return
  const target = entry.querySelector(`[data-key="${CSS.escape(event.key)}"]`)
  if (!target) return
  event.preventDefault()
  target.click()
}

function startKeys (page, area) {
  const hints = page.querySelector('[data-keys-hints]')
  let on = remembered()
  const show = () => {
    hints.querySelector('[data-keys-state]').textContent = on ? 'on' : 'off'
    hints.querySelector('[data-keys-switch]').setAttribute('aria-pressed', String(on))
  }
  hints.hidden = false
  show()
  hints.querySelector('[data-keys-switch]').addEventListener('click', () => {
    on = !on
    remember(on)
    show()
  })
  const press = area.dataset.keys === 'list' ? pressInList : pressInEntry
  page.addEventListener('keydown', (event) => {
    const withOthers = event.ctrlKey || event.altKey || event.metaKey
    if (!on || event.repeat || withOthers || event.defaultPrevented || typing(event.target)) return
    press(area, event)
  })
}

// "Select all" without loading the page again, and a count of what is ticked.
function startTicks (page, list) {
  const boxes = [...list.querySelectorAll('input[type="checkbox"][name="entry"]')]
  const link = page.querySelector('[data-select-all]')
  const said = page.querySelector('[data-selected]')
  if (boxes.length === 0 || !link || !said) return
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length
    said.textContent = `${ticked} selected`
    link.textContent = ticked === boxes.length ? 'Select none' : 'Select all without flags'
  }
  link.setAttribute('role', 'button')
  const toggle = (event) => {
    event.preventDefault()
    const all = boxes.every((box) => box.checked)
    for (const box of boxes) box.checked = !all
    show()
  }
  link.addEventListener('click', toggle)
  link.addEventListener('keydown', (event) => { if (event.key === ' ') toggle(event) })
  list.addEventListener('change', show)
  show()
}

export function inboxKeys (page) {
  const area = page.querySelector('[data-keys]')
  if (!area) return
  if (page.querySelector('[data-keys-hints]')) startKeys(page, area)
  if (area.dataset.keys === 'list') startTicks(page, area)
}
