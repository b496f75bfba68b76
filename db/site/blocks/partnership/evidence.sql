select v.claim, v.type, v.sentence, v.sentence_text, v.char_start, v.char_end, v.trigger_start, v.trigger_end,
  v.sentence_before, v.sentence_after, v.page, v.url, v.title, v.source, v.snapshot, v.fetched_at, v.sha256,
  g.lang, g.gone_at, g.published as date_from, g.published as date_to,
  g.published_precision as date_precision, 'stated' as date_basis, so.name as source_name
from provenance v
join pages g on g.id = v.page
left join sources so on so.id = v.source
where v.subject = 'partnership' and v.subject_id = :partnership
order by g.published, v.page, v.char_start
limit 60
