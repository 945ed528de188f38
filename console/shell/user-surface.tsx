import {
  Button,
  Field,
  makeStyles,
  Popover,
  PopoverSurface,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { SignOutRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { useKeepLanguage } from '../api/use-keep-language.ts';
import { type Organization, useSession, useSignOut } from '../api/session.ts';
import { type Theme, THEMES, useTheme } from '../app/theme.tsx';
import { LanguageSelect } from '../components/language-select.tsx';
import type { useDisclosure } from './use-disclosure.ts';
import { ClampedText } from '../components/clamped-text.tsx';
import { shortName } from '../language/short-name.ts';

const useStyles = makeStyles({
  surface: {
    width: '18rem',
    maxWidth: 'calc(100vw - 1rem)',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
  },
  person: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** User menu: name, language, appearance, sign-out. */
export default function UserSurface(props: {
  organization: Organization;
  disclosure: ReturnType<typeof useDisclosure>;
}) {
  const { organization, disclosure } = props;
  const styles = useStyles();
  const { t } = useTranslation();
  const { user } = useSession();
  const signOut = useSignOut();
  const keepLanguage = useKeepLanguage();
  return (
    <Popover
      open
      positioning={{ target: disclosure.button.current, position: 'below', align: 'end' }}
      onOpenChange={(event) =>
        event.type === 'keydown' ? disclosure.dismiss() : disclosure.close()
      }
    >
      <PopoverSurface
        className={styles.surface}
        role="dialog"
        aria-label={t('header.user', { name: shortName(user.name) })}
      >
        <div className={styles.person}>
          <ClampedText weight="semibold">{user.name}</ClampedText>
          <ClampedText className={styles.quiet}>{user.email}</ClampedText>
          <Text className={styles.quiet}>{t(`role.${organization.role}`)}</Text>
        </div>
        <Field label={t('header.language')}>
          <LanguageSelect onChoose={keepLanguage} />
        </Field>
        <ThemeField />
        <Button icon={<SignOutRegular />} onClick={() => void signOut()}>
          {t('header.signOut')}
        </Button>
      </PopoverSurface>
    </Popover>
  );
}

function ThemeField() {
  const { t } = useTranslation();
  const { theme, choose } = useTheme();
  return (
    <Field label={t('header.theme')}>
      <Select
        value={theme}
        onChange={(_event, { value }) => choose(THEMES.find((each) => each === value) ?? 'system')}
      >
        {THEMES.map((each: Theme) => (
          <option key={each} value={each}>
            {t(`theme.${each}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
