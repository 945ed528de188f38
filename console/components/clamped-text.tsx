import { makeStyles, mergeClasses, Text, type TextProps } from '@fluentui/react-components';

const useStyles = makeStyles({
  text: {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    // Of every direction, in line with what stands above and below it.
    textAlign: 'left',
  },
});

/** A name, which can have a thousand characters: two lines of it, and all of it in the title. */
export function ClampedText({ className, ...props }: TextProps & { children: string }) {
  const styles = useStyles();
  return (
    <Text
      dir="auto"
      title={props.children}
      {...props}
      className={mergeClasses(styles.text, className)}
    />
  );
}
