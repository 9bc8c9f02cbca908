import { Type } from '@sinclair/typebox';
import { ActionRows, CustomId } from '../components.ts';
import { Snowflake, snowflakeOf } from '../ids.ts';
import { ApplicationCommand, CommandDraft, GivenOption, Modal, ModalValue, OptionChoice } from '../interactions.ts';
import { LIMITS } from '../limits.ts';
import { Message } from '../messages.ts';
import { User } from '../objects.ts';
import { Line, OptionalText } from '../text.ts';
import { command } from './define.ts';

const Token = Type.String({ maxLength: 2048, description: "The interaction's" });
const Content = OptionalText(LIMITS.messageLength, 'Markdown; empty only beside components');
const Flags = Type.Optional(Type.Union([Type.Literal(0), Type.Literal(64)], { description: '64: only they see it' }));
const commandId = snowflakeOf('Of the command');
const InteractionPlace = { interaction_id: Snowflake, message_id: Snowflake, token: Token };

export const interaction = {
  'application-command.set': command({
    doc: "Replaces the bot's commands, for everyone or in one community. Those that stay the same keep their ids.",
    access: { of: 'account' },
    scope: 'commands',
    rate: { burst: 20, perSecond: 0.5 },
    route: ['PUT', '/applications/@me/commands'],
    input: Type.Object(
      {
        community_id: Type.Optional(Snowflake),
        commands: Type.Array(CommandDraft, { maxItems: LIMITS.applicationCommands }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ commands: Type.Array(ApplicationCommand) }),
  }),
  'application-command.list': command({
    doc: 'Lists the commands that you may use in a channel: those of its bots, and those that Cozy itself has.',
    access: { of: 'channel', permissions: [] },
    scope: 'commands',
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/channels/{channel_id}/commands'],
    input: Type.Object({ channel_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({
      commands: Type.Array(ApplicationCommand),
      applications: Type.Array(User, { description: 'The bots whose commands they are' }),
    }),
  }),
  'application-command.delete': command({
    doc: "Deletes one of the bot's commands.",
    access: { of: 'account' },
    scope: 'commands',
    rate: { burst: 20, perSecond: 1 },
    route: ['DELETE', '/applications/@me/commands/{command_id}'],
    input: Type.Object({ command_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'interaction.create': command({
    doc: 'Calls a command, uses a component, asks for choices or sends a modal, and waits for the first answer, up to 3 seconds.',
    access: { of: 'channel', permissions: [] },
    peopleOnly: true,
    rate: { burst: 30, perSecond: 5 },
    route: ['POST', '/channels/{channel_id}/interactions'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        thread_id: Type.Optional(snowflakeOf('The thread in which it is called')),
        type: Type.Union([Type.Literal(2), Type.Literal(3), Type.Literal(4), Type.Literal(5)], {
          description: '2 a command, 3 a component, 4 choices are wanted, 5 a modal was filled in',
        }),
        command_id: Type.Optional(commandId),
        options: Type.Optional(Type.Array(GivenOption, { maxItems: LIMITS.commandOptions })),
        target_id: Type.Optional(snowflakeOf('The person or message that a command of type 2 or 3 is called at')),
        message_id: Type.Optional(snowflakeOf('That has the component')),
        custom_id: Type.Optional(CustomId),
        values: Type.Optional(
          Type.Array(Type.String({ maxLength: LIMITS.choiceLength }), {
            maxItems: LIMITS.optionChoices,
            description: 'What is chosen in a select',
          }),
        ),
        modal_token: Type.Optional(Type.String({ maxLength: 4096, description: 'As it came with the modal' })),
        components: Type.Optional(
          Type.Array(ModalValue, { maxItems: LIMITS.componentRows, description: 'What is written into the modal' }),
        ),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      interaction_id: Snowflake,
      type: Type.Integer({
        description: 'Of the answer: 4 a message, 5 one will come, 6 nothing, 7 it changed, 8 choices, 9 a modal',
      }),
      message: Type.Optional(Message),
      choices: Type.Optional(Type.Array(OptionChoice)),
      modal: Type.Optional(Modal),
      modal_token: Type.Optional(Type.String({ description: 'Sends the modal' })),
    }),
  }),
  'interaction.respond': command({
    doc: 'Gives the first answer to an interaction, within 3 seconds: a message, a promise of one, a change of the message, choices or a modal.',
    access: { of: 'account' },
    scope: 'commands',
    rate: { burst: 200, perSecond: 100 },
    route: ['POST', '/interactions/{interaction_id}/callback'],
    input: Type.Object(
      {
        interaction_id: Snowflake,
        token: Token,
        type: Type.Union(
          [Type.Literal(4), Type.Literal(5), Type.Literal(6), Type.Literal(7), Type.Literal(8), Type.Literal(9)],
          {
            description:
              '4 a message, 5 a message that comes later, 6 a change that comes later, 7 a change, 8 choices, 9 a modal',
          },
        ),
        data: Type.Optional(
          Type.Object(
            {
              content: Type.Optional(Content),
              components: Type.Optional(ActionRows),
              flags: Flags,
              choices: Type.Optional(Type.Array(OptionChoice, { maxItems: LIMITS.optionChoices })),
              custom_id: Type.Optional(CustomId),
              title: Type.Optional(Line(LIMITS.modalTitleLength)),
            },
            { additionalProperties: false },
          ),
        ),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ message: Type.Optional(Message) }),
  }),
  'interaction.follow-up': command({
    doc: 'Sends one more message for an interaction that was answered, within 15 minutes.',
    access: { of: 'account' },
    scope: 'commands',
    rate: { burst: 50, perSecond: 10 },
    route: ['POST', '/interactions/{interaction_id}/messages'],
    input: Type.Object(
      {
        interaction_id: Snowflake,
        token: Token,
        content: Content,
        components: Type.Optional(ActionRows),
        flags: Flags,
        nonce: Line(LIMITS.nonceLength, 'Your own name for this message'),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ message: Message }),
  }),
  'interaction.edit': command({
    doc: 'Changes a message that answers the interaction, or the one whose component was used; fills one that was promised.',
    access: { of: 'account' },
    scope: 'commands',
    rate: { burst: 50, perSecond: 10 },
    route: ['PATCH', '/interactions/{interaction_id}/messages/{message_id}'],
    input: Type.Object(
      { ...InteractionPlace, content: Type.Optional(Content), components: Type.Optional(ActionRows) },
      { additionalProperties: false },
    ),
    output: Type.Object({}),
  }),
  'interaction.delete': command({
    doc: 'Deletes a message that answers the interaction.',
    access: { of: 'account' },
    scope: 'commands',
    rate: { burst: 30, perSecond: 5 },
    route: ['DELETE', '/interactions/{interaction_id}/messages/{message_id}'],
    input: Type.Object(InteractionPlace, { additionalProperties: false }),
    output: Type.Object({}),
  }),
};
