-- Where a server caps what one member gives another, shares of chests count, too.

-- Each gift looks then at those chests that its sender filled since yesterday and others took from.
CREATE INDEX chest_of_keeper ON pot (guild, keeper, number)
WHERE kind = 'chest' AND own = 1 AND taken > 0;
