import { Link } from '@fluentui/react-components';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

/** A router link within text. */
export const TextLink = createLink(({ ref, ...props }: AnchorProps) => (
  <Link as="a" inline ref={ref} {...props} />
));
