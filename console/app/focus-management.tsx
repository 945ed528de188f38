import { useFocusFinders } from '@fluentui/react-components';

/**
 * Keeps Fluent's focus management alive. Fluent disposes it when the last component that uses it
 * unmounts. If a dialog unmounts together with its screen, for example on “Back”, the page would stay
 * hidden from screen readers permanently. This component is never unmounted.
 */
export default function FocusManagement() {
  useFocusFinders();
  return null;
}
