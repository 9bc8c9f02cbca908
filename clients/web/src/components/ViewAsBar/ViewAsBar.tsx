import type { CommunitySnapshot } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { Eye } from 'lucide-solid';
import { useApp } from '../../app/context.ts';
import { communitySettingsPath } from '../../app/paths.ts';
import { Button } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import './ViewAsBar.css';

/** Says that the community is shown as a member with a role sees it, and leads back. */
export default function ViewAsBar(props: { community: CommunitySnapshot; roleId: string }) {
  const app = useApp();
  const navigate = useNavigate();
  const name = () => props.community.roles.find(({ id }) => id === props.roleId)?.name;
  const leave = () => {
    app.setViewAs(undefined);
    navigate(communitySettingsPath(props.community.id, 'roles'));
  };
  return (
    <section class="view-as" aria-label="View as a role" role="status">
      <Icon of={Eye} />
      <p>
        You see {props.community.name} as <strong>{name()}</strong>: the channels that this role sees, and what it may
        do in them. What you do is still done by you.
      </p>
      <Button onClick={leave}>Leave this view</Button>
    </section>
  );
}
