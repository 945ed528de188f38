/** Button of the user menu. Its popover is loaded on demand. */
import { Button, makeStyles } from '@fluentui/react-components';
import { PersonCircleRegular } from '@fluentui/react-icons';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type Organization, useSession } from '../api/session.ts';
import { useDisclosure } from './use-disclosure.ts';
import { shortName } from '../language/short-name.ts';

const loadSurface = () => import('./user-surface.tsx');
const UserSurface = lazy(loadSurface);

const useStyles = makeStyles({ button: { minWidth: '2.75rem', height: '2.75rem' } });

export function UserButton({ organization }: { organization: Organization }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { user } = useSession();
  const disclosure = useDisclosure({ hover: false });
  return (
    <>
      <Button
        {...disclosure.props}
        className={styles.button}
        appearance="subtle"
        icon={<PersonCircleRegular />}
        aria-label={t('header.user', { name: shortName(user.name) })}
        onFocus={() => void loadSurface()}
        onPointerOver={() => void loadSurface()}
      />
      {disclosure.openedBy && (
        <Suspense fallback={null}>
          <UserSurface organization={organization} disclosure={disclosure} />
        </Suspense>
      )}
    </>
  );
}
