// One tap instead of typing: common lengths, “Now”, “Today” and “Yesterday”, on London clocks.
const DAY = 24 * 60 * 60 * 1000

function london (moment) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  }).formatToParts(moment).map(({ type, value }) => [type, value]))
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}`
  }
}

function fill (input, value) {
  input.value = value
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

function bar (label, choices) {
  const box = document.createElement('div')
  box.className = 'app-quick'
  box.setAttribute('role', 'group')
  box.setAttribute('aria-label', label)
  for (const [words, press] of choices) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'app-quick__one'
    button.textContent = words
    button.addEventListener('click', press)
    box.append(button)
  }
  return box
}

function labelOf (input) {
  return input.labels?.[0]?.textContent.trim() || ''
}

function lengths (block) {
  const input = block.querySelector('input')
  const choices = block.dataset.suggestions.split(' ').map((value) => [value, () => fill(input, value)])
  input.before(bar(`Common answers: ${labelOf(input)}`, choices))
}

function moment (block) {
  const date = block.querySelector('.app-input-date')
  const time = block.querySelector('.app-input-time')
  const legend = block.closest('fieldset').querySelector('legend').textContent.trim()
  block.append(bar(legend, [
    ['Now', () => {
      const now = london(new Date())
      fill(date, now.date)
      fill(time, now.time)
    }],
    ['Yesterday', () => fill(date, london(new Date(Date.now() - DAY)).date)]
  ]))
}

function day (input) {
  const choices = [
    ['Today', () => fill(input, london(new Date()).date)],
    ['Yesterday', () => fill(input, london(new Date(Date.now() - DAY)).date)]
  ]
  const box = bar(labelOf(input), choices)
  input.after(box)
}

export function quickAnswers (page) {
  for (const block of page.querySelectorAll('[data-suggestions]')) lengths(block)
  for (const block of page.querySelectorAll('[data-instant]')) moment(block)
  for (const input of page.querySelectorAll('.app-input-date')) {
    if (!input.closest('[data-instant]') && !input.name.endsWith('rearranged_on')) day(input)
  }
}
