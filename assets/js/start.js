// The first thing in the body, and loaded at once: says that scripts run, so that components which
// need them do not flash in and out. GOV.UK Frontend asks for these two classes.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
