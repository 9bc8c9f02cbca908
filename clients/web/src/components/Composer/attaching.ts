import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import type { Upload } from '../../instance/upload.ts';

/** The files beside a draft. */
export interface Attaching {
  allowed: Accessor<boolean>;
  uploads: Accessor<Upload[]>;
  /** What is wrong with what was attached last; undefined when nothing is. */
  refusal: Accessor<string | undefined>;
  dismiss: () => void;
  attach: (files: readonly File[]) => void;
  /** Says that something cannot be attached. */
  refuse: (sentence: string) => void;
  /** Whether the message can go with the files as they are; says why when it cannot. */
  isReady: () => boolean;
}

/**
 * The files that are pasted, kept from the text that they would otherwise be pasted into. A copied table or page comes
 * as text and as its picture; then the text is what is meant.
 */
export function pastedFiles(event: ClipboardEvent): File[] {
  const { files, types } = event.clipboardData ?? {};
  if (!files?.length || types?.includes('text/plain')) return [];
  event.preventDefault();
  return [...files];
}

/** Follows the files that lie beside a channel's draft. */
export function createAttaching(channelId: Accessor<string>): Attaching {
  const instance = useInstance();
  const conversation = useConversation();
  const [refusal, setRefusal] = createSignal<string>();
  const uploads = createMemo(() => instance.uploads.ofDraft(channelId()));
  createEffect(on(channelId, () => setRefusal(undefined)));
  const allowed = () =>
    may(conversation.community(), 'SEND_MESSAGES', conversation.channel()) &&
    may(conversation.community(), 'ATTACH_FILES', conversation.channel());
  return {
    allowed,
    uploads,
    refusal,
    dismiss: () => setRefusal(undefined),
    attach: (files) => {
      if (files.length === 0) return;
      if (allowed()) setRefusal(instance.uploads.add(channelId(), files));
      else setRefusal('You may not attach files in this channel.');
    },
    refuse: setRefusal,
    isReady: () => {
      const failed = uploads().find(({ state }) => state === 'failed');
      setRefusal(failed && `“${failed.name}” was not uploaded. Try it again, or remove it to send the rest.`);
      return failed === undefined;
    },
  };
}
