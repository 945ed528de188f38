import { Button, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  armed: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    ':hover': {
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
      color: tokens.colorNeutralForegroundOnBrand,
    },
    ':hover:active': {
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
});

/** Submits something that cannot be undone. While not `armed` it can be focused but is disabled. */
export function DangerButton(props: { armed: boolean; pending: boolean; children: string }) {
  const { armed, pending, children } = props;
  const styles = useStyles();
  return (
    <Button
      type="submit"
      disabledFocusable={!armed || pending}
      icon={pending ? <Spinner size="tiny" /> : undefined}
      className={mergeClasses(armed && !pending && styles.armed)}
    >
      {children}
    </Button>
  );
}
