import {
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';

/**
 * A modal dialog. Its children are mounted only while it is open, so their state starts fresh each
 * time. Do not unmount an open one: only closing it makes the rest of the page accessible again.
 */
export function Modal(props: {
  open: boolean;
  /** An alert is not closed by a click outside. */
  type: 'modal' | 'alert';
  /** The id of the text that assistive technology reads after the title. */
  describedBy?: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { open, type, describedBy, onClose, children } = props;
  return (
    <Dialog open={open} modalType={type} onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface aria-describedby={describedBy}>{children}</DialogSurface>
    </Dialog>
  );
}

/** What a modal dialog shows; `className` styles the content. */
export function ModalBody(props: {
  title: string;
  className?: string;
  children: ReactNode;
  actions: ReactNode;
}) {
  const { title, className, children, actions } = props;
  return (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent className={className}>{children}</DialogContent>
      <DialogActions>{actions}</DialogActions>
    </DialogBody>
  );
}
