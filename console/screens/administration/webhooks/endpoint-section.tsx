import { Badge, Button, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EVENT_TYPES, type EventType } from '../../../../domain/events.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { Section } from '../../../components/section.tsx';
import { useFormat } from '../../../language/format.ts';
import { CopyableId } from '../parts/copyable-id.tsx';
import { Fact, Facts } from '../parts/facts.tsx';
import { DeleteDialog, RotateDialog } from './confirm-dialogs.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { type Created, type Endpoint, useEdit, useTest } from './use-webhooks.ts';

const useStyles = makeStyles({
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
  },
  // The names of messages are long: the select shrinks instead of widening the page.
  type: { minWidth: 0, maxWidth: '100%' },
  types: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

/** An endpoint: what it gets, its keys, a test, and what was sent to it. */
export function EndpointSection({ endpoint }: { endpoint: Endpoint }) {
  const styles = useStyles();
  const { t } = useTranslation('webhooks');
  const { dateTime } = useFormat();
  const { enabled, publicKey, previousKeyUntil } = endpoint;
  return (
    <Section
      title={endpoint.url}
      aside={
        <Badge appearance="tint" color={enabled ? 'success' : 'warning'}>
          {enabled ? t('enabled') : t('disabled')}
        </Badge>
      }
    >
      {!enabled && <Disabled endpoint={endpoint} />}
      <Facts>
        <Fact term={t('types')}>
          <ul className={styles.types}>
            {endpoint.types.map((type) => (
              <li key={type}>{t(`type.${type}`)}</li>
            ))}
          </ul>
        </Fact>
        <Fact term={t('algorithm')}>
          {t(`algorithms.${endpoint.algorithm}`)}
          {previousKeyUntil && <div>{t('overlap', { until: dateTime(previousKeyUntil) })}</div>}
        </Fact>
        {publicKey && (
          <Fact term={t('publicKey')}>
            <CopyableId id={publicKey} label={t('publicKey')} />
          </Fact>
        )}
        <Fact term={t('created')}>{dateTime(endpoint.createdAt)}</Fact>
      </Facts>
      {enabled && <Test endpoint={endpoint} />}
      <Actions endpoint={endpoint} />
      <DeliveryLog endpoint={endpoint} />
    </Section>
  );
}

function useReference({ id: endpointId }: Endpoint) {
  const { id: organizationId } = useThisOrganization();
  return { organizationId, endpointId };
}

function Disabled({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation('webhooks');
  const { dateTime } = useFormat();
  const edit = useEdit(useReference(endpoint));
  const { disabledAt, disabledBecause } = endpoint;
  if (!disabledAt || !disabledBecause) return null;
  return (
    <>
      <Notice
        intent={disabledBecause === 'person' ? 'info' : 'warning'}
        actions={
          <Button disabledFocusable={edit.isPending} onClick={() => edit.mutate({ enabled: true })}>
            {t('enable')}
          </Button>
        }
      >
        {t(`disabledBecause.${disabledBecause}`, { when: dateTime(disabledAt) })}
      </Notice>
      {edit.error && <ProblemBar error={edit.error} />}
    </>
  );
}

function Test({ endpoint }: { endpoint: Endpoint }) {
  const styles = useStyles();
  const { t } = useTranslation('webhooks');
  const announce = useAnnounce();
  const test = useTest(useReference(endpoint));
  const [type, setType] = useState<EventType>(endpoint.types[0] ?? EVENT_TYPES[0]);
  return (
    <>
      <div className={styles.actions}>
        <Select
          aria-label={t('testType')}
          className={styles.type}
          select={{ className: styles.type }}
          value={type}
          onChange={(_event, { value }) =>
            setType(EVENT_TYPES.find((each) => each === value) ?? type)
          }
        >
          {EVENT_TYPES.map((each) => (
            <option key={each} value={each}>
              {t(`type.${each}`)}
            </option>
          ))}
        </Select>
        <Button
          appearance="primary"
          disabledFocusable={test.isPending}
          onClick={() => test.mutate(type, { onSuccess: () => announce(t('testSent')) })}
        >
          {t('test')}
        </Button>
      </div>
      {test.error && <ProblemBar error={test.error} />}
    </>
  );
}

function Actions({ endpoint }: { endpoint: Endpoint }) {
  const styles = useStyles();
  const { t } = useTranslation('webhooks');
  const reference = useReference(endpoint);
  const disable = useEdit(reference);
  const [open, setOpen] = useState<'edit' | 'rotate' | 'delete' | null>(null);
  const [rotated, setRotated] = useState<Created | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <div className={styles.actions}>
        <Button onClick={() => setOpen('edit')}>{t('edit')}</Button>
        <Button onClick={() => setOpen('rotate')}>{t('rotate')}</Button>
        {endpoint.enabled && (
          <Button
            disabledFocusable={disable.isPending}
            onClick={() => disable.mutate({ enabled: false })}
          >
            {t('disable')}
          </Button>
        )}
        <Button onClick={() => setOpen('delete')}>{t('delete')}</Button>
      </div>
      {disable.error && <ProblemBar error={disable.error} />}
      <EditDialog
        organizationId={reference.organizationId}
        endpoint={endpoint}
        open={open === 'edit'}
        onClose={close}
      />
      <RotateDialog
        reference={reference}
        open={open === 'rotate'}
        onClose={close}
        onRotated={setRotated}
      />
      <DeleteDialog
        reference={reference}
        url={endpoint.url}
        open={open === 'delete'}
        onClose={close}
      />
      <SecretDialog created={rotated} onClose={() => setRotated(null)} />
    </>
  );
}
