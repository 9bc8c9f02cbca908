import { createEffect, createMemo, onCleanup } from 'solid-js';
import { useConversation } from '../../conversation/context.ts';
import { exactTime } from '../../conversation/times.ts';
import { isEmojiOnly, renderMarkdown } from '../../markdown/render.ts';
import { sanitize } from '../../markdown/sanitize.ts';
import { furnishChips } from './chips.ts';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../EmojiMark/EmojiMark.css';
import './MessageContent.css';

const loadHighlight = () => import('../../markdown/highlight.ts');

/** A message's text as Markdown: mentions lead to profiles and channels, code is coloured and can be copied. */
export function MessageContent(props: {
  content: string;
  editedAt?: string | null;
  /** Whether it notifies everyone. */
  everyone?: boolean | undefined;
  /** Shows what it said before. */
  onEdits?: (anchor: HTMLElement) => void;
}) {
  const conversation = useConversation();
  const html = createMemo(() => sanitize(renderMarkdown(props.content, conversation.nameOf, props.everyone)));
  let element: HTMLDivElement | undefined;

  createEffect(() => {
    if (!element) return;
    element.innerHTML = html();
    let current = true;
    onCleanup(() => {
      current = false;
    });
    if (props.editedAt) appendEdited(element, props.editedAt, props.onEdits);
    furnishChips(element, conversation.findChannel);
    for (const block of element.querySelectorAll('pre')) {
      decorate(block);
      void colour(block, () => current);
    }
  });

  const profile = (event: Event) => {
    const mention = (event.target as Element).closest<HTMLElement>('.mention');
    if (mention?.dataset.user) conversation.showProfile(mention.dataset.user, mention);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') profile(event);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons are the mentions inside, which bubble to here
    <div
      ref={element}
      class="content"
      data-emoji={isEmojiOnly(props.content) ? '' : undefined}
      onClick={profile}
      onKeyDown={onKey}
    />
  );
}

/** The mark stands at the end of the last line, where the eye is when it has read the message. */
function appendEdited(content: HTMLElement, at: string, open: ((anchor: HTMLElement) => void) | undefined): void {
  const mark = document.createElement(open ? 'button' : 'span');
  mark.className = 'message-edited';
  mark.textContent = 'edited';
  mark.title = `Edited ${exactTime(at)}`;
  if (open) {
    mark.ariaLabel = 'edited; show earlier versions';
    mark.onclick = () => open(mark);
  }
  const last = content.lastElementChild;
  (last?.tagName === 'P' ? last : content).append(' ', mark);
}

function decorate(block: HTMLPreElement): void {
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.className = 'code-copy';
  copy.textContent = 'Copy';
  copy.ariaLabel = 'Copy the code';
  copy.onclick = async () => {
    await navigator.clipboard.writeText(block.querySelector('code')?.textContent ?? '');
    copy.textContent = 'Copied';
    setTimeout(() => {
      copy.textContent = 'Copy';
    }, 1500);
  };
  block.tabIndex = 0;
  block.append(copy);
}

async function colour(block: HTMLPreElement, isCurrent: () => boolean): Promise<void> {
  const code = block.querySelector('code');
  const { language } = block.dataset;
  if (!code || !language) return;
  const { highlight } = await loadHighlight();
  const coloured = highlight(code.textContent ?? '', language);
  if (coloured !== undefined && isCurrent()) code.innerHTML = coloured;
}
