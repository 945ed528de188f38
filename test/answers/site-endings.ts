/** How each cell of the calls to SharePoint Online and OneDrive may end, as data. */
import type { Turn } from '../../domain/turns.ts';
import { type EndingCell, type Endings, type Kind, meaningOf, OUTAGES } from './endings.ts';

/** Items that are left out when they cannot be read, shown, and looked for by the next run. */
const SKIPPED = ['changed site', 'drive of a site', 'drive of a new site'];
/** The drives of selected users. */
const SELECTED = [
  'drive of a selected user',
  'drive of a selected user, later',
  'drive that is waited for',
];
/** Calls for which a person waits: a failure is a sentence at once. */
const INTERACTIVE = ['site by address', 'sites by title'];

const NO_LICENSE = '400 no license';
/** Microsoft says that a user has no OneDrive. */
const NO_DRIVE = ['404 no drive', '400 no drive', NO_LICENSE];

function allowedEnds(cell: EndingCell): readonly Kind[] {
  const { call, answer, frequency } = cell;
  if (INTERACTIVE.includes(call.name))
    return frequency === 'once' ? ['asked', 'healed'] : ['asked'];
  if (SELECTED.includes(call.name)) return endsOfSelected(cell);
  if (answer.name === NO_LICENSE && isOfSites(call.name)) return ['skipped'];
  if (answer.name === NO_LICENSE && call.name === 'first read of sites') return ['healed'];
  if (frequency === 'once') return ['healed'];
  const outage = OUTAGES.includes(answer.name);
  if (SKIPPED.includes(call.name))
    return frequency === 'always' && outage ? ['waits', 'skipped'] : ['skipped'];
  return outage ? ['waits'] : ['asked'];
}

const isOfSites = (name: string) =>
  /^(list|next page|all changes|next changes|changes|batch)/.test(name);

/** A OneDrive that is not found is waited for, with its user's name on the page. */
function endsOfSelected({ call, answer, frequency }: EndingCell): readonly Kind[] {
  const isTold = NO_DRIVE.includes(answer.name);
  const isMissing = isTold || answer.status === 404;
  if (call.name === 'drive that is waited for') {
    if (frequency !== 'always') return ['healed'];
    if (isMissing) return ['skipped'];
  }
  if (call.name === 'drive of a selected user, later') {
    if (frequency === 'once') return ['healed'];
    if (isTold) return ['asked'];
  }
  if (isMissing) return ['skipped'];
  if (frequency === 'once') return ['healed'];
  return OUTAGES.includes(answer.name) ? ['waits'] : ['asked'];
}

function expectedReasons({ call, answer }: EndingCell): readonly string[] {
  const meaning = meaningOf(answer);
  if (call.name === 'site by address') {
    const isMissing = answer.status === 404 || answer.code === 'invalidRequest';
    return [isMissing ? 'not found' : meaning];
  }
  if (call.name === 'sites by title') return [meaning];
  if (call.name === 'first read of sites')
    return [meaning === 'NotFound' ? 'UnexpectedAnswer' : meaning];
  if (call.name === 'drive of a selected user, later' && NO_DRIVE.includes(answer.name))
    return ['gone'];
  if (call.name === 'selected site' && (answer.status === 404 || answer.code === 'invalidRequest'))
    return ['TargetsUnknown'];
  return ['ReadingFailed'];
}

function expectedTurns(cell: EndingCell): readonly Turn[] {
  const [reason = ''] = expectedReasons(cell);
  return ['ReadingFailed', 'TargetsUnknown'].includes(reason) ? ['consoleAdministrator'] : [];
}

export const SITE_ENDINGS: Endings = { allowedEnds, expectedReasons, expectedTurns };
