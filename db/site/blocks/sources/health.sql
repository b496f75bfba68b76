select * from source_health
