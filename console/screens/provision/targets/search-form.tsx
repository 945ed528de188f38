import { Button, Field, Input, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import type { FormEvent } from 'react';

const useStyles = makeStyles({
  // Addresses break where the pane is too narrow for them.
  field: { gridTemplateColumns: 'minmax(0, 1fr)', overflowWrap: 'anywhere' },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  input: { flex: '1 1 10rem', minWidth: 0 },
});

/** Search field that submits on Enter; `problem` is shown below it. */
export function SearchForm(props: {
  label: string;
  hint: string;
  placeholder?: string;
  button: string;
  busy: boolean;
  value: string;
  onChange: (value: string) => void;
  onSearch: () => void;
  problem: string | null;
}) {
  const { label, hint, placeholder, button, busy, value, onChange, onSearch, problem } = props;
  const styles = useStyles();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSearch();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Field
        className={styles.field}
        label={label}
        hint={hint}
        validationState={problem ? 'error' : 'none'}
        validationMessage={problem}
      >
        {(field) => (
          <span className={styles.row}>
            <Input
              {...field}
              className={styles.input}
              value={value}
              placeholder={placeholder}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(_event, data) => onChange(data.value)}
            />
            <Button
              type="submit"
              icon={busy ? <Spinner size="tiny" /> : <SearchRegular />}
              disabledFocusable={busy}
            >
              {button}
            </Button>
          </span>
        )}
      </Field>
    </form>
  );
}
