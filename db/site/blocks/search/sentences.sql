with candidates as (
  select rowid as number, rank from sentences_fts where sentences_fts match :match limit 2000
), hits as (
  select number, rank from candidates order by rank limit 20
)
select s.id, s.text, g.url, g.title, g.published as date_from, g.published as date_to,
  g.published_precision as date_precision, 'stated' as date_basis,
  (select subject_id from evidence e where e.sentence = s.id and e.subject = 'event' limit 1) as event,
  (select subject_id from evidence e where e.sentence = s.id and e.subject = 'partnership' limit 1) as partnership
from hits h
join sentences s on s.rowid = h.number
join pages g on g.id = s.page
order by h.rank
