-- What a job's nodes are told beside the image: the runner, run options, registry, and the identity that reaches storage.
ALTER TABLE jobs ADD COLUMN how TEXT NOT NULL DEFAULT '{}';
