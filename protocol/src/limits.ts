/** Every bound of the wire in one place; SPEC.md prints them. Lengths count UTF-16 code units, sizes count bytes. */
export const LIMITS = {
  /** Characters of a message. */
  messageLength: 4000,
  /** Characters of a post's title. */
  titleLength: 200,
  /** Users named in one message that are notified; further ones are shown but not counted. */
  mentionsPerMessage: 50,
  /** Newest messages of a community that mention roles or everyone, among which unread mentions are counted. */
  wideMentions: 500,
  /** Characters of a poll's question and of an answer, and how many answers there are at most. */
  pollQuestionLength: 300,
  pollAnswerLength: 100,
  pollAnswers: 10,
  /** Seconds that a poll is open, at most. */
  pollDuration: 32 * 24 * 3600,
  /** Pinned messages of a channel. */
  pinsPerChannel: 250,
  /** Earlier versions of an edited message that are kept, the newest ones. */
  versionsPerMessage: 10,
  /** Days that a member can be timed out, at most. */
  timeoutDays: 28,
  /** Seconds that a ban with an end lasts, and so far back it deletes messages, at most. */
  banSeconds: 365 * 86_400,
  banDeletesSeconds: 7 * 86_400,
  /** Seconds between two messages of one member in a channel with slow mode, at most. */
  slowmodeSeconds: 21_600,
  /** Bans, cases, and entries of the audit log of one page. */
  moderationPage: 100,
  /** Messages that are deleted by one request. */
  deletedAtOnce: 100,
  /** Different emoji on one message. */
  reactionsPerMessage: 20,
  /** Unread mentions of a channel that are named one by one; further ones are counted. */
  mentionsListed: 100,
  /** Channels that are marked as read at once. */
  readMarks: 100,
  /** Communities and channels of one account with notification settings of their own. */
  notificationSettings: 1000,
  /** Drafts of one account that are listed. */
  draftsListed: 200,
  /** Messages of one account that are to be sent later, and days until then at most. */
  scheduledPerUser: 100,
  scheduledDays: 365,
  nonceLength: 64,
  /** Characters of a push service's address. */
  pushEndpointLength: 1024,
  /** Files of one message. */
  attachmentsPerMessage: 10,
  /** Bytes of one file that an instance can allow; COZY_UPLOAD_MB says how many it does. */
  attachmentBytes: 5 * 1024 * 1024 * 1024,
  /** Files that one account may have announced and not sent with a message yet. */
  pendingAttachments: 50,
  /** Files whose addresses are asked for at once. */
  attachmentUrls: 100,
  filenameLength: 200,
  attachmentDescriptionLength: 1024,
  /** Links of a message that are shown with previews, and characters of an address and of what is shown of it. */
  embedsPerMessage: 3,
  linkLength: 2048,
  embedTitleLength: 256,
  embedDescriptionLength: 350,
  /** Emoji and stickers of a community, characters of a name of theirs, and stickers of a message. */
  emojisPerCommunity: 50,
  stickersPerCommunity: 30,
  expressionNameLength: 32,
  stickersPerMessage: 1,
  /** Bytes of a picture that becomes one of them, and of an HTTP body with such a picture in base64. */
  pictureBytes: 512 * 1024,
  pictureBodyBytes: 704 * 1024,
  historyPage: 100,
  /** Followed threads of one page, with their newest replies, and posts of one page of the home feed. */
  threadPage: 50,
  feedPage: 50,
  /** Unread replies of a thread are counted so far. */
  unreadReplies: 100,
  /** Threads with new replies that one PASSIVE_UPDATE names. */
  passiveThreads: 200,
  memberPage: 1000,
  /** Characters of a search, its words and operators, and the messages of a page. */
  searchLength: 512,
  searchParts: 20,
  searchPage: 50,
  communitiesPerUser: 100,
  /** Direct conversations and groups of one account. */
  conversationsPerUser: 200,
  /** People in a group. */
  groupMembers: 25,
  /** Friends, friend requests and blocked people of one account. */
  relationshipsPerUser: 500,
  channelsPerCommunity: 500,
  rolesPerCommunity: 250,
  overwritesPerChannel: 100,
  invitesPerCommunity: 1000,
  /** Questions that a community asks of those who join, characters of one, its choices, and characters of an answer. */
  joinQuestions: 5,
  joinQuestionLength: 200,
  joinChoices: 10,
  joinAnswerLength: 1000,
  /** People who wait to be let in by one community, communities that one account waits for, and requests of one page. */
  joinRequestsPerCommunity: 1000,
  joinRequestsPerUser: 20,
  joinRequestPage: 50,
  /** Characters of the reason of a refusal, or of a moderator's act. */
  reasonLength: 512,
  botsPerUser: 50,
  /** Commands that a bot has for everyone, and in one community. */
  applicationCommands: 100,
  commandNameLength: 32,
  commandDescriptionLength: 100,
  /** Options of a command or subcommand, and characters of a text that is given for one. */
  commandOptions: 25,
  optionValueLength: 2000,
  /** Choices of an option or select, and characters of one. */
  optionChoices: 25,
  choiceLength: 100,
  /** Languages that a name or description is told in. */
  locales: 40,
  /** Rows of components of a message or modal, and buttons of one. */
  componentRows: 5,
  rowComponents: 5,
  customIdLength: 100,
  buttonLabelLength: 80,
  placeholderLength: 150,
  modalTitleLength: 45,
  textInputLength: 4000,
  /** Milliseconds in which a bot gives its first answer to an interaction, and in which it may go on answering. */
  interactionAnswer: 3_000,
  interactionLife: 15 * 60_000,
  /** Addresses to which the codes of one bot may be sent, and characters of one. */
  redirectUris: 10,
  redirectUriLength: 512,
  /** Channels that an installed bot is let see one by one. */
  installationChannels: 100,
  /** Seconds that a bot's old token may go on working beside the new one. */
  tokenGrace: 86_400,
  sessionsPerUser: 50,
  nameLength: 100,
  topicLength: 1024,
  bioLength: 190,
  usernameLength: 32,
  passwordMin: 8,
  passwordMax: 256,
  emailLength: 254,
  /** Bytes of one frame from a client. */
  frameBytes: 64 * 1024,
  /** Depth of arrays and maps in a frame from a client. */
  frameDepth: 16,
  /** Bytes of one HTTP body. */
  bodyBytes: 64 * 1024,
  /** Frames a connection may send in a burst, and the number it regains each second. */
  frameBurst: 300,
  framesPerSecond: 120,
  /** Frames over the limit, in one burst, after which a connection is closed with 4008 instead of being answered. */
  framesOverLimit: 1000,
  /** Milliseconds to send Identify or Resume after Hello. */
  identifyTimeout: 15_000,
  /** Requests of one connection that may wait for their answers at once. */
  requestsInFlight: 256,
  /** Communities and channels named in one Subscribe. */
  subscriptions: 200,
  /** Rows of one member window, and windows named in one Subscribe. */
  memberWindow: 200,
  memberWindows: 8,
  /** Milliseconds between two PASSIVE_UPDATE of one community on one connection, at least. */
  passiveInterval: 1_000,
  /** Milliseconds between two COMMUNITY_MEMBER_LIST_UPDATE of one window, at least. */
  memberListInterval: 1_000,
  /** Sessions of one bot that may be started at once, and the number that it regains each second. */
  botStarts: 16,
  botStartsPerSecond: 4,
  /** Events replayed by one Resume; a longer absence is a new Identify. */
  resumeEvents: 50_000,
  /** Bytes that a client takes out of one compressed message. */
  inflatedBytes: 16 * 1024 * 1024,
  /** Bytes waiting in a socket at which its reader is closed with 4016. */
  slowReaderBytes: 1024 * 1024,
} as const;
