select id, name, city from institutions where parent = :institution order by name limit 100
