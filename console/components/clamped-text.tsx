import { makeStyles, mergeClasses, Text, type TextProps } from '@fluentui/react-components';
import { Fragment } from 'react';

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

const PARTS = /(?<=[.@_-])/;

/** A name, which can have a thousand characters: two lines of it, and all of it in the title. */
export function ClampedText({
  className,
  children,
  ...props
}: Pick<TextProps, 'className' | 'size' | 'weight'> & { children: string }) {
  const styles = useStyles();
  return (
    <Text dir="auto" title={children} {...props} className={mergeClasses(styles.text, className)}>
      {/* The name of a domain breaks between its parts, if it must. */}
      {children.split(PARTS).map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the parts never change their order
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </Text>
  );
}
