package book

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"motoconsole/gateway"
)

// keep writes transactions to disk, all or none. Without a disk there is
// nothing to do.
func (s *Book) keep(changed ...*Transaction) error {
	if s.disk == nil || len(changed) == 0 {
		return nil
	}
	ctx := context.Background()
	tx, err := s.disk.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, t := range changed {
		row, err := t.row()
		if err == nil {
			_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO transactions
				VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, row...)
		}
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// row is a transaction as the table has it.
func (t *Transaction) row() ([]any, error) {
	texts, err := json.Marshal(t.Texts)
	if err != nil {
		return nil, err
	}
	status, err := strconv.Atoi(string(t.SettleStatus))
	if err != nil {
		return nil, err
	}
	expiry, visible := "", int64(0)
	if !t.Expiry.IsZero() {
		expiry = t.Expiry.String()
	}
	if !t.VisibleAt.IsZero() {
		visible = t.VisibleAt.UnixNano()
	}
	return []any{
		t.Serial, t.Parent, t.RequestType, t.Site, t.Account, t.Operator, t.Started.UnixNano(), t.Since.UnixNano(),
		visible, t.Minor, t.SettleMinor, t.Currency, t.PaymentType, t.MaskedPAN, expiry, t.ErrorCode,
		string(t.Checks.Address + "," + t.Checks.Postcode + "," + t.Checks.SecurityCode), status,
		t.SettleDue, t.AuthMethod, t.OnFile, t.Advice, t.ThreeD.String(), string(texts),
	}, nil
}

// load reads the whole book.
func (d *disk) load(s *Book) error {
	rows, err := d.db.QueryContext(context.Background(), "SELECT * FROM transactions ORDER BY serial")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var t Transaction
		var started, since, visible, status int64
		var expiry, checks, threeD, texts string
		if err := rows.Scan(&t.Serial, &t.Parent, &t.RequestType, &t.Site, &t.Account, &t.Operator, &started, &since,
			&visible, &t.Minor, &t.SettleMinor, &t.Currency, &t.PaymentType, &t.MaskedPAN, &expiry, &t.ErrorCode,
			&checks, &status, &t.SettleDue, &t.AuthMethod, &t.OnFile, &t.Advice, &threeD, &texts); err != nil {
			return err
		}
		if next := FirstSerial + len(s.transactions); t.Serial != next {
			return fmt.Errorf("transaction %d is missing", next)
		}
		if err := json.Unmarshal([]byte(texts), &t.Texts); err != nil {
			return fmt.Errorf("transaction %d: %w", t.Serial, err)
		}
		t.Started, t.Since = time.Unix(0, started).UTC(), time.Unix(0, since).UTC()
		t.Expiry, _ = gateway.ParseExpiry(expiry) // "" for no card
		t.Checks = readChecks(checks)
		t.SettleStatus = gateway.SettleStatus(fmt.Sprint(status))
		t.ThreeD = readThreeD(threeD)
		t.Trait = traitOfMasked(t.MaskedPAN)
		if visible != 0 {
			t.VisibleAt = time.Unix(0, visible).UTC()
		}
		t.Reference = referenceOf(&t)
		s.append(&t)
	}
	return rows.Err()
}

func readChecks(v string) (c gateway.Checks) {
	if list := strings.Split(v, ","); len(list) == 3 {
		c.Address, c.Postcode = gateway.CheckResult(list[0]), gateway.CheckResult(list[1])
		c.SecurityCode = gateway.CheckResult(list[2])
	}
	return c
}
