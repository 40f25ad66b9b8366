// The one script of every page. GOV.UK components first, then our own enhancements: each is a
// file here that exports a function, called once the page is ready. A page works without any.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs, createAll
} from 'govuk-frontend'

import { conditionalQuestions } from './conditional.js'
import { titleSaysError } from './error-title.js'
import { inboxKeys } from './inbox-keys.js'
import { quickAnswers } from './quick-answers.js'
import { rows } from './rows.js'
import { schoolSearch } from './school-search.js'

const components = [
  [Button, { preventDoubleClick: true }], [CharacterCount], [Checkboxes], [ErrorSummary],
  [NotificationBanner], [PasswordInput], [Radios], [ServiceNavigation], [SkipLink], [Tabs]
]

// To add one: import it above and name it here.
const enhancements = [titleSaysError, inboxKeys, quickAnswers, schoolSearch, conditionalQuestions, rows]

for (const [component, config] of components) createAll(component, config)
for (const enhance of enhancements) {
  try {
    enhance(document)
  } catch (error) {
    console.error(error)
  }
}
