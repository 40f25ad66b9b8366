// After a refused form the browser's tab says so: people who listen to pages hear the title first.
export function titleSaysError (page) {
  const summary = page.querySelector('.govuk-error-summary')
  if (summary && !page.title.startsWith('Error: ')) page.title = `Error: ${page.title}`
}
