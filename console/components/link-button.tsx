import { Button, type ButtonProps } from '@fluentui/react-components';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, FunctionComponent, Ref } from 'react';

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> &
  Pick<ButtonProps, 'appearance' | 'icon' | 'size' | 'iconPosition'> & {
    ref?: Ref<HTMLAnchorElement>;
  };

// Fluent's button can render an anchor, but its types allow that only for a literal `as`.
const AnchorButton = Button as unknown as FunctionComponent<AnchorProps & { as: 'a' }>;

/** A router link that looks like a button. */
export const LinkButton = createLink((props: AnchorProps) => <AnchorButton {...props} as="a" />);
