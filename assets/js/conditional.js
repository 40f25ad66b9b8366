// Shows a question only when the answer it depends on has been given. The server knows the same
// conditions and says at first which hold; without scripts all questions are shown with a note.
const CLOSED = 'app-question--closed'

function answersTo (form, name) {
  return [...form.elements]
    .filter((one) => one.name === name && one.type !== 'hidden' && !one.closest(`.${CLOSED}`))
    .filter((one) => (one.type === 'radio' || one.type === 'checkbox') ? one.checked : one.value !== '')
    .map((one) => one.value)
    .filter((value) => value !== '')
}

function holds (form, block) {
  const answers = answersTo(form, block.dataset.whenField)
  if (!answers.length) return false
  const wanted = block.dataset.whenValues.split(' ')
  const met = answers.some((answer) => wanted.includes(answer))
  return met !== ('whenUnless' in block.dataset)
}

// In the order of the page, so that closing one question closes those that hang on it.
export function showWhatApplies (form) {
  for (const block of form.querySelectorAll('[data-when-field]')) {
    block.classList.toggle(CLOSED, !holds(form, block))
  }
}

export function conditionalQuestions (page) {
  for (const form of page.querySelectorAll('[data-entry-form]')) {
    form.addEventListener('change', () => showWhatApplies(form))
    showWhatApplies(form)
  }
}
