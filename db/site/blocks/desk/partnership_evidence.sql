select distinct t.id as sentence, c.type, t.text as sentence_text, t.char_start, t.char_end, v.trigger_start, v.trigger_end,
  substr(n.text, max(t.char_start - 300, 0) + 1, min(t.char_start, 300)) as sentence_before,
  substr(n.text, t.char_end + 1, 300) as sentence_after,
  g.url, g.title, g.lang, g.gone_at, s.name as source_name, null as fetched_at, null as snapshot,
  g.published as date_from, g.published as date_to, g.published_precision as date_precision, 'stated' as date_basis
from partnership_claims f
join claims c on c.id = f.claim
join claim_evidence v on v.claim = c.id
join sentences t on t.id = v.sentence
join snapshots n on n.id = t.snapshot
join pages g on g.id = t.page
left join sources s on s.id = g.source
where f.partnership = ?1
order by v.position, g.published
limit 20
