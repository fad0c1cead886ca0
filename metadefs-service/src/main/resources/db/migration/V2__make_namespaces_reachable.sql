-- Names that no path can carry are not taken any more; those that were get one by which they can be
-- deleted.
UPDATE namespaces
SET namespace = 'unreachable-' || id
WHERE namespace ~ '[\u0001-\u001f\u007f-\u009f/\\]'
   OR split_part(namespace, ';', 1) IN ('', '.', '..');
