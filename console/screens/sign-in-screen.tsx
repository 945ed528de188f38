import { Button, Field, Input, makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { homeOf } from '../app/addresses.ts';
import { forgetAttempt } from '../api/forget-attempt.ts';
import { problemOf } from '../api/problem.ts';
import { sessionQuery } from '../api/queries.ts';
import { signIn } from '../api/session.ts';
import { Brand } from '../components/brand.tsx';
import { LanguageSelect } from '../components/language-select.tsx';
import { Notice } from '../components/notice.tsx';
import { Panel } from '../components/panel.tsx';
import { useProblemSentence } from '../components/problem-bar.tsx';

const useStyles = makeStyles({
  center: {
    minHeight: '100dvh',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalXL,
    padding: tokens.spacingHorizontalL,
  },
  card: {
    width: '100%',
    maxWidth: '24rem',
    boxSizing: 'border-box',
    padding: '2rem',
    gap: '1.25rem',
  },
  titles: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  title: { margin: 0 },
  lead: { color: tokens.colorNeutralForeground2 },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
});

export function SignInScreen() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { attempt, submit } = useSignIn();
  const title = `${t('signIn.title')} · ${t('product')}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className={styles.center}>
      <Brand />
      <Panel className={styles.card}>
        <div className={styles.titles}>
          <Title2 as="h1" className={styles.title}>
            {t('signIn.title')}
          </Title2>
          <Text className={styles.lead}>{t('signIn.lead')}</Text>
        </div>
        <form
          className={styles.form}
          onSubmit={submit}
          onChange={() => forgetAttempt(attempt)}
          method="post"
        >
          <Field label={t('signIn.email')} required>
            <Input name="email" type="email" autoComplete="username" autoFocus size="large" />
          </Field>
          <Field label={t('signIn.password')} required>
            <Input name="password" type="password" autoComplete="current-password" size="large" />
          </Field>
          {attempt.error && <Refusal error={attempt.error} />}
          <Button
            appearance="primary"
            size="large"
            type="submit"
            disabledFocusable={attempt.isPending}
          >
            {t('signIn.submit')}
          </Button>
        </form>
      </Panel>
      <LanguageSelect />
    </main>
  );
}

function useSignIn() {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { next } = useSearch({ from: '/sign-in' });
  const attempt = useMutation({
    mutationFn: async (credentials: { email: string; password: string }) => {
      await signIn(credentials);
      cache.clear();
      const session = await cache.fetchQuery(sessionQuery);
      await navigate({ href: next ?? homeOf(session), replace: true });
      return session;
    },
  });
  const busy = useRef(false);
  busy.current = attempt.isPending;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy.current) return;
    const form = new FormData(event.currentTarget);
    attempt.mutate({ email: textOf(form, 'email'), password: textOf(form, 'password') });
  };
  return { attempt, submit };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence(error);
  const wrong = [400, 401].includes(problemOf(error).status);
  return <Notice intent="error">{wrong ? t('signIn.wrong') : sentence}</Notice>;
}
