# One bucket and one key a service, which opens that bucket alone: BUCKETS="governance=<secret> …".
# Runs before every start: what is there stays, with the secret it is given now.
set -eu
for pair in $BUCKETS; do
    name=${pair%%=*} secret=${pair#*=}
    mc mb --quiet --ignore-existing "store/$name"
    cat > "/tmp/$name.json" <<POLICY
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": ["arn:aws:s3:::$name"]},
  {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
   "Resource": ["arn:aws:s3:::$name/*"]}]}
POLICY
    mc admin policy create store "$name" "/tmp/$name.json"
    mc admin user add store "$name" "$secret"
    mc admin policy attach store "$name" --user "$name" || true # it says no when it is attached already; so:
    env "MC_HOST_own=http://$name:$secret@$STORE" mc ls "own/$name" > /dev/null
done
