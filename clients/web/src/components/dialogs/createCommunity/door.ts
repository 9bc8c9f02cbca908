import type { CommandInput } from '@cozy/protocol';
import type { JSX } from 'solid-js';
import type { createAction } from '../../../app/errors.ts';

/** What each door of the dialog is given. */
export interface DoorProps {
  /** The button that leads back to the doors. */
  back: JSX.Element;
  action: ReturnType<typeof createAction>;
  onCreate: (input: CommandInput<'community.create'>) => void;
  onClose: () => void;
}
