/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`libs/view-store/dist/test/statements.test.js > TAP > the CQL that runs > statements 1`] = `
{
  "generations": "SELECT name, live, projection_version, splits FROM marquee.generations WHERE part = 'all'",
  "register": "INSERT INTO marquee.generations (part, name, projection_version, splits, created_at) VALUES ('all', ?, ?, ?, ?) IF NOT EXISTS",
  "switchTo": "UPDATE marquee.generations SET live = ?, switched_at = ? WHERE part = 'all' AND name = ? IF projection_version >= 0",
  "unregister": "DELETE FROM marquee.generations WHERE part = 'all' AND name = ? IF EXISTS",
  "ping": "SELECT release_version FROM system.local",
  "putChange": "INSERT INTO marquee.changes_by_position (part, position, kind, id, version, at) VALUES (?, ?, ?, ?, ?, ?)",
  "putSettled": "INSERT INTO marquee.change_feed (name, value) VALUES ('settled', ?) USING TIMESTAMP ?",
  "changes": "SELECT position, kind, id, version, at FROM marquee.changes_by_position WHERE part = ? AND position > ? LIMIT ?",
  "changesAt": "SELECT position FROM marquee.changes_by_position WHERE part = ? AND position IN ?",
  "feedState": "SELECT name, value FROM marquee.change_feed WHERE name IN ('began', 'settled')",
  "putMovieRow": "INSERT INTO marquee.movie_lists_g1 (list, bucket, sort_key, movie_id, sort_value, filters, summary_json, full_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
  "removeMovieRow": "DELETE FROM marquee.movie_lists_g1 USING TIMESTAMP ? WHERE list = ? AND bucket = ? AND sort_key = ? AND movie_id = ?",
  "putActorMovie": "INSERT INTO marquee.actor_movies_g1 (actor_id, movie_id, entry) VALUES (?, ?, ?) USING TIMESTAMP ?",
  "removeActorMovie": "DELETE FROM marquee.actor_movies_g1 USING TIMESTAMP ? WHERE actor_id = ? AND movie_id = ?",
  "putTotal": "INSERT INTO marquee.totals_g1 (selection, version, amount) VALUES (?, ?, ?) USING TIMESTAMP ?",
  "putGenre": "INSERT INTO marquee.genres_g1 (part, name, version, movies) VALUES ('all', ?, ?, ?) USING TIMESTAMP ?",
  "putTag": "INSERT INTO marquee.tags_g1 (part, name, version, movies) VALUES ('all', ?, ?, ?) USING TIMESTAMP ?",
  "putMovie": "INSERT INTO marquee.movies_by_id_g1 (id, version, deleted, summary_json, full_json) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?",
  "removeMovie": "DELETE FROM marquee.movies_by_id_g1 USING TIMESTAMP ? WHERE id = ?",
  "removeTotal": "DELETE FROM marquee.totals_g1 USING TIMESTAMP ? WHERE selection = ?",
  "removeGenre": "DELETE FROM marquee.genres_g1 USING TIMESTAMP ? WHERE part = 'all' AND name = ?",
  "removeTag": "DELETE FROM marquee.tags_g1 USING TIMESTAMP ? WHERE part = 'all' AND name = ?",
  "noteAppliedWrite": "INSERT INTO marquee.applied_writes_g1 (write, subject, position) VALUES (?, ?, ?)",
  "putHeartbeat": "INSERT INTO marquee.heartbeat_g1 (part, at, oldest_unconfirmed_at) VALUES ('all', ?, ?) USING TIMESTAMP ?",
  "lists": {
    "actorLists": {
      "put": "INSERT INTO marquee.actor_lists_g1 (list, bucket, sort_key, actor_id, sort_value, json) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
      "remove": "DELETE FROM marquee.actor_lists_g1 USING TIMESTAMP ? WHERE list = ? AND bucket = ? AND sort_key = ? AND actor_id = ?",
      "slice": {
        "forward": "SELECT sort_key, actor_id, sort_value, json FROM marquee.actor_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, actor_id) > (?, ?) AND (sort_key, actor_id) < (?, ?) ORDER BY sort_key ASC, actor_id ASC LIMIT ?",
        "backward": "SELECT sort_key, actor_id, sort_value, json FROM marquee.actor_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, actor_id) > (?, ?) AND (sort_key, actor_id) < (?, ?) ORDER BY sort_key DESC, actor_id DESC LIMIT ?"
      }
    },
    "commentLists": {
      "put": "INSERT INTO marquee.comment_lists_g1 (list, bucket, sort_key, comment_id, sort_value, json) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
      "remove": "DELETE FROM marquee.comment_lists_g1 USING TIMESTAMP ? WHERE list = ? AND bucket = ? AND sort_key = ? AND comment_id = ?",
      "slice": {
        "forward": "SELECT sort_key, comment_id, sort_value, json FROM marquee.comment_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, comment_id) > (?, ?) AND (sort_key, comment_id) < (?, ?) ORDER BY sort_key ASC, comment_id ASC LIMIT ?",
        "backward": "SELECT sort_key, comment_id, sort_value, json FROM marquee.comment_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, comment_id) > (?, ?) AND (sort_key, comment_id) < (?, ?) ORDER BY sort_key DESC, comment_id DESC LIMIT ?"
      }
    },
    "sessionLists": {
      "put": "INSERT INTO marquee.session_lists_g1 (list, bucket, sort_key, session_id, sort_value, json, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?",
      "remove": "DELETE FROM marquee.session_lists_g1 USING TIMESTAMP ? WHERE list = ? AND bucket = ? AND sort_key = ? AND session_id = ?",
      "slice": {
        "forward": "SELECT sort_key, session_id, sort_value, json FROM marquee.session_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, session_id) > (?, ?) AND (sort_key, session_id) < (?, ?) ORDER BY sort_key ASC, session_id ASC LIMIT ?",
        "backward": "SELECT sort_key, session_id, sort_value, json FROM marquee.session_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, session_id) > (?, ?) AND (sort_key, session_id) < (?, ?) ORDER BY sort_key DESC, session_id DESC LIMIT ?"
      }
    },
    "sessionDays": {
      "put": "INSERT INTO marquee.session_days_g1 (list, bucket, sort_key, day_id, sort_value, json, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?",
      "remove": "DELETE FROM marquee.session_days_g1 USING TIMESTAMP ? WHERE list = ? AND bucket = ? AND sort_key = ? AND day_id = ?",
      "slice": {
        "forward": "SELECT sort_key, day_id, sort_value, json FROM marquee.session_days_g1 WHERE list = ? AND bucket = ? AND (sort_key, day_id) > (?, ?) AND (sort_key, day_id) < (?, ?) ORDER BY sort_key ASC, day_id ASC LIMIT ?",
        "backward": "SELECT sort_key, day_id, sort_value, json FROM marquee.session_days_g1 WHERE list = ? AND bucket = ? AND (sort_key, day_id) > (?, ?) AND (sort_key, day_id) < (?, ?) ORDER BY sort_key DESC, day_id DESC LIMIT ?"
      }
    },
    "ratingLists": {
      "put": "INSERT INTO marquee.rating_lists_g1 (list, bucket, sort_key, rating_id, sort_value, json) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
      "remove": "DELETE FROM marquee.rating_lists_g1 USING TIMESTAMP ? WHERE list = ? AND bucket = ? AND sort_key = ? AND rating_id = ?",
      "slice": {
        "forward": "SELECT sort_key, rating_id, sort_value, json FROM marquee.rating_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, rating_id) > (?, ?) AND (sort_key, rating_id) < (?, ?) ORDER BY sort_key ASC, rating_id ASC LIMIT ?",
        "backward": "SELECT sort_key, rating_id, sort_value, json FROM marquee.rating_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, rating_id) > (?, ?) AND (sort_key, rating_id) < (?, ?) ORDER BY sort_key DESC, rating_id DESC LIMIT ?"
      }
    }
  },
  "byId": {
    "actorsById": {
      "put": "INSERT INTO marquee.actors_by_id_g1 (id, version, json) VALUES (?, ?, ?) USING TIMESTAMP ?",
      "remove": "DELETE FROM marquee.actors_by_id_g1 USING TIMESTAMP ? WHERE id = ?",
      "row": "SELECT id, version, json FROM marquee.actors_by_id_g1 WHERE id = ?",
      "version": "SELECT version FROM marquee.actors_by_id_g1 WHERE id = ?"
    },
    "accessKeys": {
      "put": "INSERT INTO marquee.access_keys_g1 (id, version, json) VALUES (?, ?, ?) USING TIMESTAMP ?",
      "remove": "DELETE FROM marquee.access_keys_g1 USING TIMESTAMP ? WHERE id = ?",
      "row": "SELECT id, version, json FROM marquee.access_keys_g1 WHERE id = ?",
      "version": "SELECT version FROM marquee.access_keys_g1 WHERE id = ?"
    },
    "commentsById": {
      "put": "INSERT INTO marquee.comments_by_id_g1 (id, version, json) VALUES (?, ?, ?) USING TIMESTAMP ?",
      "remove": "DELETE FROM marquee.comments_by_id_g1 USING TIMESTAMP ? WHERE id = ?",
      "row": "SELECT id, version, json FROM marquee.comments_by_id_g1 WHERE id = ?",
      "version": "SELECT version FROM marquee.comments_by_id_g1 WHERE id = ?"
    },
    "ratingsById": {
      "put": "INSERT INTO marquee.ratings_by_id_g1 (id, version, json) VALUES (?, ?, ?) USING TIMESTAMP ?",
      "remove": "DELETE FROM marquee.ratings_by_id_g1 USING TIMESTAMP ? WHERE id = ?",
      "row": "SELECT id, version, json FROM marquee.ratings_by_id_g1 WHERE id = ?",
      "version": "SELECT version FROM marquee.ratings_by_id_g1 WHERE id = ?"
    }
  },
  "movieSlice": {
    "full": {
      "forward": "SELECT sort_key, movie_id, sort_value, full_json FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) ORDER BY sort_key ASC, movie_id ASC LIMIT ?",
      "backward": "SELECT sort_key, movie_id, sort_value, full_json FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) ORDER BY sort_key DESC, movie_id DESC LIMIT ?"
    },
    "summary": {
      "forward": "SELECT sort_key, movie_id, sort_value, summary_json FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) ORDER BY sort_key ASC, movie_id ASC LIMIT ?",
      "backward": "SELECT sort_key, movie_id, sort_value, summary_json FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) ORDER BY sort_key DESC, movie_id DESC LIMIT ?"
    },
    "filters": {
      "forward": "SELECT sort_key, movie_id, sort_value, filters FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) ORDER BY sort_key ASC, movie_id ASC LIMIT ?",
      "backward": "SELECT sort_key, movie_id, sort_value, filters FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) ORDER BY sort_key DESC, movie_id DESC LIMIT ?"
    },
    "keys": {
      "forward": "SELECT sort_key, movie_id, sort_value FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) ORDER BY sort_key ASC, movie_id ASC LIMIT ?",
      "backward": "SELECT sort_key, movie_id, sort_value FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) ORDER BY sort_key DESC, movie_id DESC LIMIT ?"
    }
  },
  "movieFull": "SELECT id, version, deleted, full_json FROM marquee.movies_by_id_g1 WHERE id = ?",
  "movieSummary": "SELECT id, version, deleted, summary_json FROM marquee.movies_by_id_g1 WHERE id = ?",
  "movieVersion": "SELECT version FROM marquee.movies_by_id_g1 WHERE id = ?",
  "actorMovies": "SELECT movie_id, entry FROM marquee.actor_movies_g1 WHERE actor_id = ? LIMIT ?",
  "total": "SELECT version, amount FROM marquee.totals_g1 WHERE selection = ?",
  "genres": "SELECT name, movies FROM marquee.genres_g1 WHERE part = 'all'",
  "tags": "SELECT name, movies FROM marquee.tags_g1 WHERE part = 'all'",
  "appliedSubjects": "SELECT subject FROM marquee.applied_writes_g1 WHERE write = ? LIMIT ?",
  "appliedOf": "SELECT subject FROM marquee.applied_writes_g1 WHERE write = ? AND subject IN ?",
  "appliedPosition": "SELECT MAX(position) AS position FROM marquee.applied_writes_g1 WHERE write = ?",
  "allApplied": "SELECT write, subject, position FROM marquee.applied_writes_g1",
  "allAppliedOlder": "SELECT write, subject FROM marquee.applied_writes_g1",
  "heartbeat": "SELECT at, oldest_unconfirmed_at, WRITETIME(at) AS version FROM marquee.heartbeat_g1 WHERE part = 'all'",
  "stored": {
    "movieLists": {
      "at": "SELECT sort_value, filters, summary_json, full_json, WRITETIME(sort_value) AS at_sort_value, WRITETIME(filters) AS at_filters, WRITETIME(summary_json) AS at_summary_json, WRITETIME(full_json) AS at_full_json FROM marquee.movie_lists_g1 WHERE list = ? AND bucket = ? AND sort_key = ? AND movie_id = ?",
      "scan": "SELECT list, bucket, sort_key, movie_id, WRITETIME(sort_value) AS at_sort_value, WRITETIME(filters) AS at_filters, WRITETIME(summary_json) AS at_summary_json, WRITETIME(full_json) AS at_full_json FROM marquee.movie_lists_g1",
      "scanWhole": "SELECT list, bucket, sort_key, movie_id, sort_value, filters, summary_json, full_json, WRITETIME(sort_value) AS at_sort_value, WRITETIME(filters) AS at_filters, WRITETIME(summary_json) AS at_summary_json, WRITETIME(full_json) AS at_full_json FROM marquee.movie_lists_g1"
    },
    "actorMovies": {
      "at": "SELECT entry, WRITETIME(entry) AS at_entry FROM marquee.actor_movies_g1 WHERE actor_id = ? AND movie_id = ?",
      "scan": "SELECT actor_id, movie_id, WRITETIME(entry) AS at_entry FROM marquee.actor_movies_g1",
      "scanWhole": "SELECT actor_id, movie_id, entry, WRITETIME(entry) AS at_entry FROM marquee.actor_movies_g1"
    },
    "moviesById": {
      "at": "SELECT version, deleted, summary_json, full_json, WRITETIME(version) AS at_version, WRITETIME(deleted) AS at_deleted, WRITETIME(summary_json) AS at_summary_json, WRITETIME(full_json) AS at_full_json FROM marquee.movies_by_id_g1 WHERE id = ?",
      "scan": "SELECT id, WRITETIME(version) AS at_version, WRITETIME(deleted) AS at_deleted, WRITETIME(summary_json) AS at_summary_json, WRITETIME(full_json) AS at_full_json FROM marquee.movies_by_id_g1",
      "scanWhole": "SELECT id, version, deleted, summary_json, full_json, WRITETIME(version) AS at_version, WRITETIME(deleted) AS at_deleted, WRITETIME(summary_json) AS at_summary_json, WRITETIME(full_json) AS at_full_json FROM marquee.movies_by_id_g1"
    },
    "actorLists": {
      "at": "SELECT sort_value, json, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.actor_lists_g1 WHERE list = ? AND bucket = ? AND sort_key = ? AND actor_id = ?",
      "scan": "SELECT list, bucket, sort_key, actor_id, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.actor_lists_g1",
      "scanWhole": "SELECT list, bucket, sort_key, actor_id, sort_value, json, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.actor_lists_g1"
    },
    "commentLists": {
      "at": "SELECT sort_value, json, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.comment_lists_g1 WHERE list = ? AND bucket = ? AND sort_key = ? AND comment_id = ?",
      "scan": "SELECT list, bucket, sort_key, comment_id, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.comment_lists_g1",
      "scanWhole": "SELECT list, bucket, sort_key, comment_id, sort_value, json, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.comment_lists_g1"
    },
    "sessionLists": {
      "at": "SELECT sort_value, json, expires_at, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json, WRITETIME(expires_at) AS at_expires_at FROM marquee.session_lists_g1 WHERE list = ? AND bucket = ? AND sort_key = ? AND session_id = ?",
      "scan": "SELECT list, bucket, sort_key, session_id, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json, WRITETIME(expires_at) AS at_expires_at FROM marquee.session_lists_g1",
      "scanWhole": "SELECT list, bucket, sort_key, session_id, sort_value, json, expires_at, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json, WRITETIME(expires_at) AS at_expires_at FROM marquee.session_lists_g1"
    },
    "sessionDays": {
      "at": "SELECT sort_value, json, expires_at, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json, WRITETIME(expires_at) AS at_expires_at FROM marquee.session_days_g1 WHERE list = ? AND bucket = ? AND sort_key = ? AND day_id = ?",
      "scan": "SELECT list, bucket, sort_key, day_id, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json, WRITETIME(expires_at) AS at_expires_at FROM marquee.session_days_g1",
      "scanWhole": "SELECT list, bucket, sort_key, day_id, sort_value, json, expires_at, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json, WRITETIME(expires_at) AS at_expires_at FROM marquee.session_days_g1"
    },
    "ratingLists": {
      "at": "SELECT sort_value, json, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.rating_lists_g1 WHERE list = ? AND bucket = ? AND sort_key = ? AND rating_id = ?",
      "scan": "SELECT list, bucket, sort_key, rating_id, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.rating_lists_g1",
      "scanWhole": "SELECT list, bucket, sort_key, rating_id, sort_value, json, WRITETIME(sort_value) AS at_sort_value, WRITETIME(json) AS at_json FROM marquee.rating_lists_g1"
    },
    "actorsById": {
      "at": "SELECT version, json, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.actors_by_id_g1 WHERE id = ?",
      "scan": "SELECT id, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.actors_by_id_g1",
      "scanWhole": "SELECT id, version, json, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.actors_by_id_g1"
    },
    "accessKeys": {
      "at": "SELECT version, json, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.access_keys_g1 WHERE id = ?",
      "scan": "SELECT id, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.access_keys_g1",
      "scanWhole": "SELECT id, version, json, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.access_keys_g1"
    },
    "commentsById": {
      "at": "SELECT version, json, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.comments_by_id_g1 WHERE id = ?",
      "scan": "SELECT id, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.comments_by_id_g1",
      "scanWhole": "SELECT id, version, json, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.comments_by_id_g1"
    },
    "ratingsById": {
      "at": "SELECT version, json, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.ratings_by_id_g1 WHERE id = ?",
      "scan": "SELECT id, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.ratings_by_id_g1",
      "scanWhole": "SELECT id, version, json, WRITETIME(version) AS at_version, WRITETIME(json) AS at_json FROM marquee.ratings_by_id_g1"
    },
    "totals": {
      "at": "SELECT version, amount, WRITETIME(version) AS at_version, WRITETIME(amount) AS at_amount FROM marquee.totals_g1 WHERE selection = ?",
      "scan": "SELECT selection, WRITETIME(version) AS at_version, WRITETIME(amount) AS at_amount FROM marquee.totals_g1",
      "scanWhole": "SELECT selection, version, amount, WRITETIME(version) AS at_version, WRITETIME(amount) AS at_amount FROM marquee.totals_g1"
    },
    "genres": {
      "at": "SELECT version, movies, WRITETIME(version) AS at_version, WRITETIME(movies) AS at_movies FROM marquee.genres_g1 WHERE part = 'all' AND name = ?",
      "scan": "SELECT name, WRITETIME(version) AS at_version, WRITETIME(movies) AS at_movies FROM marquee.genres_g1 WHERE part = 'all'",
      "scanWhole": "SELECT name, version, movies, WRITETIME(version) AS at_version, WRITETIME(movies) AS at_movies FROM marquee.genres_g1 WHERE part = 'all'"
    },
    "tags": {
      "at": "SELECT version, movies, WRITETIME(version) AS at_version, WRITETIME(movies) AS at_movies FROM marquee.tags_g1 WHERE part = 'all' AND name = ?",
      "scan": "SELECT name, WRITETIME(version) AS at_version, WRITETIME(movies) AS at_movies FROM marquee.tags_g1 WHERE part = 'all'",
      "scanWhole": "SELECT name, version, movies, WRITETIME(version) AS at_version, WRITETIME(movies) AS at_movies FROM marquee.tags_g1 WHERE part = 'all'"
    }
  }
}
`

exports[`libs/view-store/dist/test/statements.test.js > TAP > the SQL that runs > statements 1`] = `
{
  "putChange": "INSERT INTO changes_by_position (position, kind, id, version, at, stored_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind, id = excluded.id, version = excluded.version, at = excluded.at, stored_at = excluded.stored_at",
  "putSettled": "INSERT INTO change_feed (name, value) VALUES ('settled', ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE excluded.value > value",
  "changes": "SELECT position, kind, id, version, at FROM changes_by_position WHERE position > ? ORDER BY position LIMIT ?",
  "hasChange": "SELECT 1 FROM changes_by_position WHERE position = ?",
  "feedState": "SELECT name, value FROM change_feed",
  "sweepChanges": "DELETE FROM changes_by_position WHERE position IN (SELECT position FROM changes_by_position ORDER BY position LIMIT ?) AND stored_at < ?",
  "putMovie": "INSERT INTO movies_by_id_g1 (id, version, deleted, too_long, filters, summary_json, full_json) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, deleted = excluded.deleted, too_long = excluded.too_long, filters = excluded.filters, summary_json = excluded.summary_json, full_json = excluded.full_json WHERE excluded.version > version OR (excluded.version = version AND excluded.deleted > deleted) RETURNING row",
  "movieRow": "SELECT row FROM movies_by_id_g1 WHERE id = ?",
  "findList": "SELECT list FROM lists_g1 WHERE name = ?",
  "addList": "INSERT INTO lists_g1 (name) VALUES (?) RETURNING list",
  "putMovieRow": "INSERT INTO movie_lists_g1 (list, bucket, sort_key, movie_id, movie, version, sort_value) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET movie = excluded.movie, version = excluded.version, removed_at = NULL, sort_value = excluded.sort_value WHERE excluded.version > version",
  "removeMovieRow": "INSERT INTO movie_lists_g1 (list, bucket, sort_key, movie_id, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET movie = NULL, version = excluded.version, removed_at = excluded.removed_at, sort_value = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)",
  "putActorMovie": "INSERT INTO actor_movies_g1 (actor_id, movie_id, version, entry) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, entry = excluded.entry WHERE excluded.version > version",
  "removeActorMovie": "INSERT INTO actor_movies_g1 (actor_id, movie_id, version, removed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, entry = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)",
  "putTotal": "INSERT INTO totals_g1 (selection, version, amount) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, amount = excluded.amount WHERE excluded.version > version",
  "putGenre": "INSERT INTO genres_g1 (name, version, movies) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, movies = excluded.movies WHERE excluded.version > version",
  "putTag": "INSERT INTO tags_g1 (name, version, movies) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, movies = excluded.movies WHERE excluded.version > version",
  "removeMovie": "DELETE FROM movies_by_id_g1 WHERE id = ? AND version <= ?",
  "removeTotal": "DELETE FROM totals_g1 WHERE selection = ? AND version <= ?",
  "removeGenre": "DELETE FROM genres_g1 WHERE name = ? AND version <= ?",
  "removeTag": "DELETE FROM tags_g1 WHERE name = ? AND version <= ?",
  "noteAppliedWrite": "INSERT INTO applied_writes_g1 (write, subject, noted_at, position) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET noted_at = excluded.noted_at, position = excluded.position",
  "putHeartbeat": "INSERT INTO heartbeat_g1 (part, at, oldest_unconfirmed_at) VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, oldest_unconfirmed_at = excluded.oldest_unconfirmed_at WHERE ? > at * 1000",
  "lists": {
    "actorLists": {
      "put": "INSERT INTO actor_lists_g1 (list, bucket, sort_key, actor_id, version, sort_value, json) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, sort_value = excluded.sort_value, json = excluded.json WHERE excluded.version > version",
      "remove": "INSERT INTO actor_lists_g1 (list, bucket, sort_key, actor_id, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, sort_value = NULL, json = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)",
      "slice": {
        "forward": "SELECT sort_key, actor_id, sort_value, json FROM actor_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, actor_id) > (?, ?) AND (sort_key, actor_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key, actor_id LIMIT ?",
        "backward": "SELECT sort_key, actor_id, sort_value, json FROM actor_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, actor_id) > (?, ?) AND (sort_key, actor_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key DESC, actor_id DESC LIMIT ?"
      },
      "sweep": "DELETE FROM actor_lists_g1 WHERE (list, bucket, sort_key, actor_id) IN (SELECT list, bucket, sort_key, actor_id FROM actor_lists_g1 WHERE removed_at < ? LIMIT ?)",
      "sweepExpired": null
    },
    "commentLists": {
      "put": "INSERT INTO comment_lists_g1 (list, bucket, sort_key, comment_id, version, sort_value, json) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, sort_value = excluded.sort_value, json = excluded.json WHERE excluded.version > version",
      "remove": "INSERT INTO comment_lists_g1 (list, bucket, sort_key, comment_id, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, sort_value = NULL, json = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)",
      "slice": {
        "forward": "SELECT sort_key, comment_id, sort_value, json FROM comment_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, comment_id) > (?, ?) AND (sort_key, comment_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key, comment_id LIMIT ?",
        "backward": "SELECT sort_key, comment_id, sort_value, json FROM comment_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, comment_id) > (?, ?) AND (sort_key, comment_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key DESC, comment_id DESC LIMIT ?"
      },
      "sweep": "DELETE FROM comment_lists_g1 WHERE (list, bucket, sort_key, comment_id) IN (SELECT list, bucket, sort_key, comment_id FROM comment_lists_g1 WHERE removed_at < ? LIMIT ?)",
      "sweepExpired": null
    },
    "sessionLists": {
      "put": "INSERT INTO session_lists_g1 (list, bucket, sort_key, session_id, version, sort_value, json, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, sort_value = excluded.sort_value, json = excluded.json, expires_at = excluded.expires_at WHERE excluded.version > version",
      "remove": "INSERT INTO session_lists_g1 (list, bucket, sort_key, session_id, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, sort_value = NULL, json = NULL, expires_at = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)",
      "slice": {
        "forward": "SELECT sort_key, session_id, sort_value, json FROM session_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, session_id) > (?, ?) AND (sort_key, session_id) < (?, ?) AND removed_at IS NULL AND expires_at > ? ORDER BY sort_key, session_id LIMIT ?",
        "backward": "SELECT sort_key, session_id, sort_value, json FROM session_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, session_id) > (?, ?) AND (sort_key, session_id) < (?, ?) AND removed_at IS NULL AND expires_at > ? ORDER BY sort_key DESC, session_id DESC LIMIT ?"
      },
      "sweep": "DELETE FROM session_lists_g1 WHERE (list, bucket, sort_key, session_id) IN (SELECT list, bucket, sort_key, session_id FROM session_lists_g1 WHERE removed_at < ? LIMIT ?)",
      "sweepExpired": "DELETE FROM session_lists_g1 WHERE (list, bucket, sort_key, session_id) IN (SELECT list, bucket, sort_key, session_id FROM session_lists_g1 WHERE expires_at < ? LIMIT ?)"
    },
    "sessionDays": {
      "put": "INSERT INTO session_days_g1 (list, bucket, sort_key, day_id, version, sort_value, json, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, sort_value = excluded.sort_value, json = excluded.json, expires_at = excluded.expires_at WHERE excluded.version > version",
      "remove": "INSERT INTO session_days_g1 (list, bucket, sort_key, day_id, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, sort_value = NULL, json = NULL, expires_at = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)",
      "slice": {
        "forward": "SELECT sort_key, day_id, sort_value, json FROM session_days_g1 WHERE list = ? AND bucket = ? AND (sort_key, day_id) > (?, ?) AND (sort_key, day_id) < (?, ?) AND removed_at IS NULL AND expires_at > ? ORDER BY sort_key, day_id LIMIT ?",
        "backward": "SELECT sort_key, day_id, sort_value, json FROM session_days_g1 WHERE list = ? AND bucket = ? AND (sort_key, day_id) > (?, ?) AND (sort_key, day_id) < (?, ?) AND removed_at IS NULL AND expires_at > ? ORDER BY sort_key DESC, day_id DESC LIMIT ?"
      },
      "sweep": "DELETE FROM session_days_g1 WHERE (list, bucket, sort_key, day_id) IN (SELECT list, bucket, sort_key, day_id FROM session_days_g1 WHERE removed_at < ? LIMIT ?)",
      "sweepExpired": "DELETE FROM session_days_g1 WHERE (list, bucket, sort_key, day_id) IN (SELECT list, bucket, sort_key, day_id FROM session_days_g1 WHERE expires_at < ? LIMIT ?)"
    },
    "ratingLists": {
      "put": "INSERT INTO rating_lists_g1 (list, bucket, sort_key, rating_id, version, sort_value, json) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, sort_value = excluded.sort_value, json = excluded.json WHERE excluded.version > version",
      "remove": "INSERT INTO rating_lists_g1 (list, bucket, sort_key, rating_id, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, sort_value = NULL, json = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)",
      "slice": {
        "forward": "SELECT sort_key, rating_id, sort_value, json FROM rating_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, rating_id) > (?, ?) AND (sort_key, rating_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key, rating_id LIMIT ?",
        "backward": "SELECT sort_key, rating_id, sort_value, json FROM rating_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, rating_id) > (?, ?) AND (sort_key, rating_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key DESC, rating_id DESC LIMIT ?"
      },
      "sweep": "DELETE FROM rating_lists_g1 WHERE (list, bucket, sort_key, rating_id) IN (SELECT list, bucket, sort_key, rating_id FROM rating_lists_g1 WHERE removed_at < ? LIMIT ?)",
      "sweepExpired": null
    }
  },
  "byId": {
    "actorsById": {
      "put": "INSERT INTO actors_by_id_g1 (id, version, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, json = excluded.json WHERE excluded.version > version OR (excluded.version = version AND excluded.json IS NULL)",
      "remove": "DELETE FROM actors_by_id_g1 WHERE id = ? AND version <= ?",
      "row": "SELECT version, json FROM actors_by_id_g1 WHERE id = ? AND json IS NOT NULL",
      "version": "SELECT version FROM actors_by_id_g1 WHERE id = ?",
      "sweepExpired": null
    },
    "accessKeys": {
      "put": "INSERT INTO access_keys_g1 (id, version, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, json = excluded.json WHERE excluded.version > version OR (excluded.version = version AND excluded.json IS NULL)",
      "remove": "DELETE FROM access_keys_g1 WHERE id = ? AND version <= ?",
      "row": "SELECT version, json FROM access_keys_g1 WHERE id = ? AND json IS NOT NULL",
      "version": "SELECT version FROM access_keys_g1 WHERE id = ?",
      "sweepExpired": null
    },
    "commentsById": {
      "put": "INSERT INTO comments_by_id_g1 (id, version, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, json = excluded.json WHERE excluded.version > version OR (excluded.version = version AND excluded.json IS NULL)",
      "remove": "DELETE FROM comments_by_id_g1 WHERE id = ? AND version <= ?",
      "row": "SELECT version, json FROM comments_by_id_g1 WHERE id = ? AND json IS NOT NULL",
      "version": "SELECT version FROM comments_by_id_g1 WHERE id = ?",
      "sweepExpired": null
    },
    "ratingsById": {
      "put": "INSERT INTO ratings_by_id_g1 (id, version, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, json = excluded.json WHERE excluded.version > version OR (excluded.version = version AND excluded.json IS NULL)",
      "remove": "DELETE FROM ratings_by_id_g1 WHERE id = ? AND version <= ?",
      "row": "SELECT version, json FROM ratings_by_id_g1 WHERE id = ? AND json IS NOT NULL",
      "version": "SELECT version FROM ratings_by_id_g1 WHERE id = ?",
      "sweepExpired": null
    }
  },
  "movieSlice": {
    "full": {
      "forward": "SELECT sort_key, movie_id, sort_value, CASE m.too_long WHEN 0 THEN m.full_json END FROM movie_lists_g1 CROSS JOIN movies_by_id_g1 m ON m.row = movie AND m.deleted = 0 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key, movie_id LIMIT ?",
      "backward": "SELECT sort_key, movie_id, sort_value, CASE m.too_long WHEN 0 THEN m.full_json END FROM movie_lists_g1 CROSS JOIN movies_by_id_g1 m ON m.row = movie AND m.deleted = 0 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key DESC, movie_id DESC LIMIT ?"
    },
    "summary": {
      "forward": "SELECT sort_key, movie_id, sort_value, m.summary_json FROM movie_lists_g1 CROSS JOIN movies_by_id_g1 m ON m.row = movie AND m.deleted = 0 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key, movie_id LIMIT ?",
      "backward": "SELECT sort_key, movie_id, sort_value, m.summary_json FROM movie_lists_g1 CROSS JOIN movies_by_id_g1 m ON m.row = movie AND m.deleted = 0 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key DESC, movie_id DESC LIMIT ?"
    },
    "filters": {
      "forward": "SELECT sort_key, movie_id, sort_value, m.filters FROM movie_lists_g1 CROSS JOIN movies_by_id_g1 m ON m.row = movie AND m.deleted = 0 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key, movie_id LIMIT ?",
      "backward": "SELECT sort_key, movie_id, sort_value, m.filters FROM movie_lists_g1 CROSS JOIN movies_by_id_g1 m ON m.row = movie AND m.deleted = 0 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key DESC, movie_id DESC LIMIT ?"
    },
    "keys": {
      "forward": "SELECT sort_key, movie_id, sort_value, NULL FROM movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key, movie_id LIMIT ?",
      "backward": "SELECT sort_key, movie_id, sort_value, NULL FROM movie_lists_g1 WHERE list = ? AND bucket = ? AND (sort_key, movie_id) > (?, ?) AND (sort_key, movie_id) < (?, ?) AND removed_at IS NULL ORDER BY sort_key DESC, movie_id DESC LIMIT ?"
    }
  },
  "movieFull": "SELECT version, full_json FROM movies_by_id_g1 WHERE id = ? AND deleted = 0",
  "movieSummary": "SELECT version, summary_json FROM movies_by_id_g1 WHERE id = ? AND deleted = 0",
  "movieVersion": "SELECT version FROM movies_by_id_g1 WHERE id = ?",
  "actorMovies": "SELECT movie_id, entry FROM actor_movies_g1 WHERE actor_id = ? AND removed_at IS NULL LIMIT ?",
  "total": "SELECT amount, version FROM totals_g1 WHERE selection = ?",
  "genres": "SELECT name, movies FROM genres_g1",
  "tags": "SELECT name, movies FROM tags_g1",
  "appliedSubjects": "SELECT count(*) FROM (SELECT 1 FROM applied_writes_g1 WHERE write = ? LIMIT ?)",
  "isApplied": "SELECT 1 FROM applied_writes_g1 WHERE write = ? AND subject = ?",
  "appliedPosition": "SELECT max(position) FROM applied_writes_g1 WHERE write = ?",
  "allApplied": "SELECT write, subject, position FROM applied_writes_g1 WHERE (write, subject) > (?, ?) ORDER BY write, subject LIMIT ?",
  "allAppliedOlder": "SELECT write, subject, NULL FROM applied_writes_g1 WHERE (write, subject) > (?, ?) ORDER BY write, subject LIMIT ?",
  "heartbeat": "SELECT at, oldest_unconfirmed_at FROM heartbeat_g1 WHERE part = 1",
  "sweepMovieLists": "DELETE FROM movie_lists_g1 WHERE (list, bucket, sort_key, movie_id) IN (SELECT list, bucket, sort_key, movie_id FROM movie_lists_g1 WHERE removed_at < ? LIMIT ?)",
  "sweepActorMovies": "DELETE FROM actor_movies_g1 WHERE (actor_id, movie_id) IN (SELECT actor_id, movie_id FROM actor_movies_g1 WHERE removed_at < ? LIMIT ?)",
  "sweepAppliedWrites": "DELETE FROM applied_writes_g1 WHERE (write, subject) IN (SELECT write, subject FROM applied_writes_g1 WHERE noted_at < ? LIMIT ?)",
  "stored": [
    {
      "at": "SELECT r.version, r.removed_at IS NOT NULL, r.sort_value, m.filters, m.summary_json, CASE m.too_long WHEN 0 THEN m.full_json END FROM movie_lists_g1 r LEFT JOIN movies_by_id_g1 m ON m.row = r.movie AND m.id = r.movie_id AND m.deleted = 0 WHERE r.list = (SELECT list FROM lists_g1 WHERE name = ?) AND r.bucket = ? AND r.sort_key = ? AND r.movie_id = ?",
      "scan": "SELECT l.name, r.bucket, r.sort_key, r.movie_id, r.version, r.list, r.bucket, r.sort_key, r.movie_id FROM movie_lists_g1 r CROSS JOIN lists_g1 l ON l.list = r.list WHERE (r.list, r.bucket, r.sort_key, r.movie_id) > (?, ?, ?, ?) AND r.removed_at IS NULL ORDER BY r.list, r.bucket, r.sort_key, r.movie_id LIMIT ?"
    },
    {
      "at": "SELECT version, removed_at IS NOT NULL, entry FROM actor_movies_g1 WHERE actor_id = ? AND movie_id = ?",
      "scan": "SELECT actor_id, movie_id, version, actor_id, movie_id FROM actor_movies_g1 WHERE (actor_id, movie_id) > (?, ?) AND removed_at IS NULL ORDER BY actor_id, movie_id LIMIT ?"
    },
    {
      "at": "SELECT version, 0, CASE deleted WHEN 0 THEN full_json END, CASE deleted WHEN 0 THEN summary_json END FROM movies_by_id_g1 WHERE id = ?",
      "scan": "SELECT id, version, id FROM movies_by_id_g1 WHERE id > ? ORDER BY id LIMIT ?"
    },
    {
      "at": "SELECT version, removed_at IS NOT NULL, sort_value, json FROM actor_lists_g1 WHERE list = (SELECT list FROM lists_g1 WHERE name = ?) AND bucket = ? AND sort_key = ? AND actor_id = ?",
      "scan": "SELECT l.name, r.bucket, r.sort_key, r.actor_id, r.version, r.list, r.bucket, r.sort_key, r.actor_id FROM actor_lists_g1 r CROSS JOIN lists_g1 l ON l.list = r.list WHERE (r.list, r.bucket, r.sort_key, r.actor_id) > (?, ?, ?, ?) AND r.removed_at IS NULL ORDER BY r.list, r.bucket, r.sort_key, r.actor_id LIMIT ?"
    },
    {
      "at": "SELECT version, removed_at IS NOT NULL, sort_value, json FROM comment_lists_g1 WHERE list = (SELECT list FROM lists_g1 WHERE name = ?) AND bucket = ? AND sort_key = ? AND comment_id = ?",
      "scan": "SELECT l.name, r.bucket, r.sort_key, r.comment_id, r.version, r.list, r.bucket, r.sort_key, r.comment_id FROM comment_lists_g1 r CROSS JOIN lists_g1 l ON l.list = r.list WHERE (r.list, r.bucket, r.sort_key, r.comment_id) > (?, ?, ?, ?) AND r.removed_at IS NULL ORDER BY r.list, r.bucket, r.sort_key, r.comment_id LIMIT ?"
    },
    {
      "at": "SELECT version, removed_at IS NOT NULL, sort_value, json, expires_at FROM session_lists_g1 WHERE list = (SELECT list FROM lists_g1 WHERE name = ?) AND bucket = ? AND sort_key = ? AND session_id = ?",
      "scan": "SELECT l.name, r.bucket, r.sort_key, r.session_id, r.version, r.list, r.bucket, r.sort_key, r.session_id FROM session_lists_g1 r CROSS JOIN lists_g1 l ON l.list = r.list WHERE (r.list, r.bucket, r.sort_key, r.session_id) > (?, ?, ?, ?) AND r.removed_at IS NULL ORDER BY r.list, r.bucket, r.sort_key, r.session_id LIMIT ?"
    },
    {
      "at": "SELECT version, removed_at IS NOT NULL, sort_value, json, expires_at FROM session_days_g1 WHERE list = (SELECT list FROM lists_g1 WHERE name = ?) AND bucket = ? AND sort_key = ? AND day_id = ?",
      "scan": "SELECT l.name, r.bucket, r.sort_key, r.day_id, r.version, r.list, r.bucket, r.sort_key, r.day_id FROM session_days_g1 r CROSS JOIN lists_g1 l ON l.list = r.list WHERE (r.list, r.bucket, r.sort_key, r.day_id) > (?, ?, ?, ?) AND r.removed_at IS NULL ORDER BY r.list, r.bucket, r.sort_key, r.day_id LIMIT ?"
    },
    {
      "at": "SELECT version, removed_at IS NOT NULL, sort_value, json FROM rating_lists_g1 WHERE list = (SELECT list FROM lists_g1 WHERE name = ?) AND bucket = ? AND sort_key = ? AND rating_id = ?",
      "scan": "SELECT l.name, r.bucket, r.sort_key, r.rating_id, r.version, r.list, r.bucket, r.sort_key, r.rating_id FROM rating_lists_g1 r CROSS JOIN lists_g1 l ON l.list = r.list WHERE (r.list, r.bucket, r.sort_key, r.rating_id) > (?, ?, ?, ?) AND r.removed_at IS NULL ORDER BY r.list, r.bucket, r.sort_key, r.rating_id LIMIT ?"
    },
    {
      "at": "SELECT version, 0, json FROM actors_by_id_g1 WHERE id = ?",
      "scan": "SELECT id, version, id FROM actors_by_id_g1 WHERE id > ? ORDER BY id LIMIT ?"
    },
    {
      "at": "SELECT version, 0, json FROM access_keys_g1 WHERE id = ?",
      "scan": "SELECT id, version, id FROM access_keys_g1 WHERE id > ? ORDER BY id LIMIT ?"
    },
    {
      "at": "SELECT version, 0, json FROM comments_by_id_g1 WHERE id = ?",
      "scan": "SELECT id, version, id FROM comments_by_id_g1 WHERE id > ? ORDER BY id LIMIT ?"
    },
    {
      "at": "SELECT version, 0, json FROM ratings_by_id_g1 WHERE id = ?",
      "scan": "SELECT id, version, id FROM ratings_by_id_g1 WHERE id > ? ORDER BY id LIMIT ?"
    },
    {
      "at": "SELECT version, 0, amount FROM totals_g1 WHERE selection = ?",
      "scan": "SELECT selection, version, selection FROM totals_g1 WHERE selection > ? ORDER BY selection LIMIT ?"
    },
    {
      "at": "SELECT version, 0, movies FROM genres_g1 WHERE name = ?",
      "scan": "SELECT name, version, name FROM genres_g1 WHERE name > ? ORDER BY name LIMIT ?"
    },
    {
      "at": "SELECT version, 0, movies FROM tags_g1 WHERE name = ?",
      "scan": "SELECT name, version, name FROM tags_g1 WHERE name > ? ORDER BY name LIMIT ?"
    }
  ]
}
`
