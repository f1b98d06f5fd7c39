package models

import (
	"context"
	"errors"
	"time"
)

// Rate counts one attempt in a bucket (an action and who tries it) and reports
// whether it is still within limit in this window of time; when it is not,
// wait is how long until the window ends. The count is shared by all replicas
// and survives a restart. Count outside Once and other writes: an attempt that
// is undone was an attempt all the same.
func (s *Store) Rate(ctx context.Context, bucket string, limit int, window time.Duration) (ok bool, wait time.Duration, err error) {
	now := s.nowMicros()
	var counter struct {
		Hits   int
		EndsAt int64
	}
	const count = `INSERT INTO rate_counters (bucket_hash, hits, ends_at) VALUES (?, 1, ?)
ON CONFLICT (bucket_hash) DO UPDATE SET
    hits    = CASE WHEN rate_counters.ends_at BETWEEN ? AND ? THEN rate_counters.hits + 1 ELSE 1 END,
    ends_at = CASE WHEN rate_counters.ends_at BETWEEN ? AND ? THEN rate_counters.ends_at ELSE excluded.ends_at END
RETURNING hits, ends_at`
	// A window that ends later than any can was begun by a clock that was ahead;
	// those of two replicas do not differ by a whole window.
	ends, first, last := now+window.Microseconds(), now+1, now+2*window.Microseconds()
	err = s.write(ctx, func(ctx context.Context) error {
		return s.db(ctx).Raw(count, s.lookup.Hash(forRate, bucket), ends, first, last, first, last).Scan(&counter).Error
	})
	if err != nil {
		return false, 0, err
	}
	if counter.Hits <= limit {
		return true, 0, nil
	}
	return false, time.Duration(counter.EndsAt-now) * time.Microsecond, nil
}

// Expire deletes what has had its time: ended sessions, the answers of old
// forms, counters of past windows, addresses that nobody confirmed, sign-in
// links, jobs and the files they made. It returns how many rows that were. What
// a reader kept in the write-ahead log at an erasure leaves it now.
func (s *Store) Expire(ctx context.Context) (int, error) {
	brought, err := s.bringBack(ctx)
	if err == nil && brought > 0 {
		err = s.LookAgain(ctx)
	}
	if err != nil {
		return 0, err
	}
	now := s.nowMicros()
	deleted := 0
	err = s.write(ctx, func(ctx context.Context) error {
		for _, sweep := range []struct {
			sql    string
			before int64
		}{
			{"DELETE FROM sessions WHERE ends_at <= ?", now},
			{"DELETE FROM sessions WHERE seen_at + idle <= ?", now},
			{"DELETE FROM once_keys WHERE created_at <= ?", now - onceLife.Microseconds()},
			{"DELETE FROM rate_counters WHERE ends_at <= ?", now},
			{"DELETE FROM email_confirmations WHERE ends_at <= ?", now},
			{"DELETE FROM sign_in_links WHERE ends_at <= ?", now},
		} {
			done := s.db(ctx).Exec(sweep.sql, sweep.before)
			if done.Error != nil {
				return done.Error
			}
			deleted += int(done.RowsAffected)
		}
		jobs, err := s.expireJobs(ctx)
		deleted += jobs
		return err
	})
	if err != nil {
		return 0, err
	}
	if err := s.emptyLog(ctx); !errors.Is(err, ErrNotScrubbed) { // there is a reader again: the next sweep
		return deleted, err
	}
	return deleted, nil
}
