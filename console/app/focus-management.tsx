import { useFocusFinders } from '@fluentui/react-components';

/**
 * Fluent ends its focus management when the last component that uses it leaves. A dialog that leaves
 * together with its screen, as upon “Back”, would then keep the page hidden from screen readers for
 * good. This one never leaves.
 */
export default function FocusManagement() {
  useFocusFinders();
  return null;
}
