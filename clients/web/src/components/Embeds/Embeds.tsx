import { type Embed, type Message, previewPath } from '@cozy/protocol';
import { X } from 'lucide-solid';
import { For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import { IconButton } from '../Button/Button.tsx';
import './Embeds.css';

/** What is found behind the links of a message: a card for each, of a size that is known before its picture has come. */
export default function Embeds(props: { message: Message; embeds: readonly Embed[] }) {
  const instance = useInstance();
  const conversation = useConversation();
  const mayHide = () =>
    props.message.author.id === instance.stores.self.id ||
    may(conversation.community(), 'MANAGE_MESSAGES', conversation.channel());
  return (
    <ul class="embeds" aria-label="Link previews">
      <For each={props.embeds}>
        {(embed, index) => (
          <li class="embed-place">
            <Card embed={embed} />
            <Show when={index() === 0 && mayHide()}>
              <IconButton
                icon={X}
                size={16}
                class="embed-hide"
                label={props.embeds.length > 1 ? 'Hide the previews' : 'Hide the preview'}
                onClick={() => conversation.hideEmbeds(props.message, true)}
              />
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}

function Card(props: { embed: Embed }) {
  const wide = () => {
    const { image } = props.embed;
    return image !== undefined && image.width >= 400 && image.width > image.height * 1.3;
  };
  return (
    <a
      class="embed"
      data-wide={wide() ? '' : undefined}
      data-bare={props.embed.title ? undefined : ''}
      href={props.embed.url}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      <Show when={props.embed.title}>
        {(title) => (
          <span class="embed-text">
            <span class="embed-site truncate">{props.embed.site_name}</span>
            <span class="embed-title">{title()}</span>
            <Show when={props.embed.description}>
              <span class="embed-description">{props.embed.description}</span>
            </Show>
          </span>
        )}
      </Show>
      <Show when={props.embed.image}>
        {(image) => (
          <img
            class="embed-image"
            src={previewPath(image().id)}
            width={image().width}
            height={image().height}
            alt={props.embed.title ? '' : `Picture behind ${props.embed.url}`}
            loading="lazy"
          />
        )}
      </Show>
    </a>
  );
}
