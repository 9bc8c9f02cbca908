import { Toast } from '@kobalte/core/toast';
import { Portal } from 'solid-js/web';
import './Toasts.css';

/** Where toasts appear; announced politely. */
export function Toasts() {
  return (
    <Portal>
      <Toast.Region class="toasts" duration={6000} limit={3} swipeDirection="down">
        <Toast.List class="toasts-list" />
      </Toast.Region>
    </Portal>
  );
}
