import {
  Button,
  Field,
  Input,
  makeStyles,
  Select,
  Spinner,
  Switch,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { forgetAttempt } from '../../../api/forget-attempt.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import {
  isScheduleChanged,
  draftOf,
  ownTimeZone,
  type ScheduleDraft,
  scheduleOf,
  timeZones,
} from './schedule.ts';
import { useSaveSchedule } from './use-save-schedule.ts';

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
  },
  fields: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    width: '100%',
  },
  time: { width: '10rem' },
  // Time zone names are long: the select shrinks instead of widening the page.
  zone: {
    flex: '1 1 12rem',
    maxWidth: '20rem',
    minWidth: 0,
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  zoneList: { minWidth: 0 },
});

/** Edits the schedule. Unsaved edits are kept when someone else changes the schedule meanwhile. */
export function ScheduleForm({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { id: organizationId } = useThisOrganization();
  const { service, schedule } = account;
  const save = useSaveSchedule({ organizationId, service });
  const [edited, setEdited] = useState<ScheduleDraft | null>(null);
  const draft = edited ?? draftOf(schedule, ownTimeZone());
  const wanted = scheduleOf(draft);
  const ready = wanted !== undefined && isScheduleChanged(draft, schedule) && !save.isPending;
  const edit = (next: ScheduleDraft) => {
    setEdited(next);
    forgetAttempt(save);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate(wanted, { onSuccess: () => setEdited(null) });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Switch
        label={t('schedule.on')}
        checked={draft.on}
        onChange={(_event, { checked }) => edit({ ...draft, on: checked })}
      />
      {draft.on && <TimeFields draft={draft} onEdit={edit} valid={wanted !== undefined} />}
      {save.error && <ProblemBar error={save.error} />}
      <Button
        type="submit"
        disabledFocusable={!ready}
        icon={save.isPending ? <Spinner size="tiny" /> : undefined}
      >
        {save.isPending ? t('schedule.saving') : t('schedule.save')}
      </Button>
    </form>
  );
}

function TimeFields(props: {
  draft: ScheduleDraft;
  valid: boolean;
  onEdit: (draft: ScheduleDraft) => void;
}) {
  const { draft, valid, onEdit } = props;
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const zones = useMemo(() => timeZones(draft.timeZone, ownTimeZone()), [draft.timeZone]);
  return (
    <div className={styles.fields}>
      <Field
        className={styles.time}
        label={t('schedule.timeOfDay')}
        validationMessage={valid ? undefined : t('schedule.invalid')}
      >
        <Input
          type="time"
          value={draft.timeOfDay}
          onChange={(_event, { value }) => onEdit({ ...draft, timeOfDay: value })}
        />
      </Field>
      <Field className={styles.zone} label={t('schedule.timeZone')}>
        <Select
          className={styles.zoneList}
          select={{ className: styles.zoneList }}
          value={draft.timeZone}
          onChange={(_event, { value }) => onEdit({ ...draft, timeZone: value })}
        >
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
