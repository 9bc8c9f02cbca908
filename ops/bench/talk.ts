import type { Random } from '../src/cluster/random.ts';

/** Words of everyday talk, about the most frequent first. */
const WORDS =
  `the i to you a and it that of is in for on my this have just so not be but me with do are was we like what if get
at all can your or know good out up now how one about they don't think there no as time more really some see going
will want right from people then he when go yeah had would she well need been still day today back make lol here them
why us an because work something too did off day can't say much who by didn't even over got game also any him new
than first should could after someone other thing things way sure maybe our thanks take feel doing always look
where love better never her let night last anyone every tomorrow try come give only long before their someone best
week little actually two made were down into his next great help home again play nice thought ok yes put hope having
though pretty bad these everyone around tonight keep find used since getting same those looking many around anything
doesn't year old which already wait start mean let's most different found later sounds use big else those real
hours makes might friends tell years cool guys probably morning tried watch please happy bit without read being free
sorry money live lot another end while went set nothing coming awesome sleep until both ever cat food show check stuff
remember fun talk far house eat yet trying part own point music able true place run stop leave name few each saying
life almost car join open buy call using wanted minutes room phone question person post movie least told hard dog wrong
problem soon coffee turn once idea book mind whole half kind hear couple second build change enough party system ready
between move school list weekend hate lunch page link update version server works broke fixed release test screen photo
train ticket summer rain cold warm window kitchen garden bike road city bread soup green blue red yellow paper water`
    .split(/\s+/)
    .filter(Boolean);

const PRECISION = 1_000_000;
/** Words of a message: `e` to the power of a number that is spread evenly, so half have no more than six. */
const LEAST_LOG = 0;
const MOST_LOG = 3.6;

/**
 * Something that somebody might write: mostly a few words, sometimes a paragraph, with words as frequent as Zipf's law
 * says (the r-th in proportion to 1/r). On average some fifty characters.
 */
export function sentence(random: Random): string {
  const share = () => random.between(0, PRECISION - 1) / PRECISION;
  const length = Math.round(Math.exp(LEAST_LOG + share() * (MOST_LOG - LEAST_LOG)));
  // The logarithm of the rank is spread evenly, which is Zipf's law with the exponent 1.
  const words = Array.from({ length }, () => WORDS[Math.floor(WORDS.length ** share()) - 1]!);
  const end = random.pick(['', '', '', '.', '!', '?', ' :)', '...']);
  return words.join(' ') + end;
}
