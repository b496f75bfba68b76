-- order: 12
-- title: From a fact to its evidence
-- title.fr: D’un fait à sa preuve
-- description: Every sentence behind an event or a partnership, with its page, its snapshot and where it stands in the text.
-- description.fr: Chaque phrase derrière un événement ou un partenariat, avec sa page, sa copie et sa place dans le texte.
-- parameter id: id of an event or a partnership, as in their address
-- parameter.fr id: identifiant d’un événement ou d’un partenariat, comme dans leur adresse
select sentence_text as title, type, url, title as page_title, source, fetched_at, sha256,
  char_start, char_end, trigger_start, trigger_end, page, snapshot, sentence, claim
from provenance where subject = 'event' and subject_id = :id
union all
select sentence_text, type, url, title, source, fetched_at, sha256,
  char_start, char_end, trigger_start, trigger_end, page, snapshot, sentence, claim
from provenance where subject = 'partnership' and subject_id = :id
order by page, char_start
