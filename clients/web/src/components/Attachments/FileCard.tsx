import type { Attachment } from '@cozy/protocol';
import { Download } from 'lucide-solid';
import { type JSX, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { endingOf } from '../../conversation/attachments.ts';
import { fileSize } from '../../instance/fileSize.ts';
import { Icon } from '../Icon/Icon.tsx';
import { fileIcon } from './fileIcon.ts';
import './FileCard.css';

interface FileCardProps {
  file: Pick<Attachment, 'filename' | 'content_type' | 'size'>;
  /** Stands under the name in place of type and size. */
  note?: JSX.Element;
  danger?: boolean;
  /** Stand at the end. */
  acts?: JSX.Element;
  /** Stands below the line. */
  children?: JSX.Element;
}

/** A file as a card: what it is, how large, and what can be done with it. */
export function FileCard(props: FileCardProps) {
  const kind = () => endingOf(props.file.filename).toUpperCase();
  return (
    <div class="file" data-danger={props.danger ? '' : undefined}>
      <div class="file-line">
        <span class="file-icon">
          <Icon of={fileIcon(props.file)} size={20} />
        </span>
        <span class="file-text">
          <bdi class="file-name truncate" title={props.file.filename}>
            {props.file.filename}
          </bdi>
          <span class="file-note">
            <Show when={props.note} fallback={[kind(), fileSize(props.file.size)].filter(Boolean).join(' · ')}>
              {props.note}
            </Show>
          </span>
        </span>
        {props.acts}
      </div>
      {props.children}
    </div>
  );
}

/** A link that saves a file under its name. */
export function DownloadLink(props: { channelId: string; attachment: Attachment; class?: string }) {
  const instance = useInstance();
  const href = () => instance.links.of(props.channelId, props.attachment)?.original;
  return (
    <a
      class={props.class ?? 'icon-button'}
      href={href()}
      download={props.attachment.filename}
      target="_blank"
      rel="noopener"
      aria-disabled={href() ? undefined : true}
      aria-label={`Download ${props.attachment.filename}`}
      title="Download"
    >
      <Icon of={Download} size={20} />
    </a>
  );
}
