package models

import (
	"context"
	"fmt"
	"reflect"

	"gorm.io/gorm/schema"

	"contreoffre/vault"
)

// sealed is the plain content of a sealed column. GORM calls Value and Scan
// on the way to and from the database (it is its own serializer). It is a
// struct and no driver.Valuer, so a path around the serializer meets a value
// that no driver takes, instead of clear text in a column.
//
// A nil content is NULL.
type sealed struct{ plain []byte }

// ring holds the keys of the rows that a statement touches. It travels in the
// context: the account that owns them all, and a key by account or case id.
type ring struct {
	owner string
	keys  map[string]*vault.Key
}

type ringKey struct{}

func withRing(ctx context.Context, owner string, keys map[string]*vault.Key) context.Context {
	return context.WithValue(ctx, ringKey{}, ring{owner, keys})
}

func withKey(ctx context.Context, owner, id string, key *vault.Key) context.Context {
	return withRing(ctx, owner, map[string]*vault.Key{id: key})
}

// Value seals the content for its row. It returns ErrUnsealed when the context
// has no key for it.
func (s sealed) Value(ctx context.Context, field *schema.Field, row reflect.Value, _ any) (any, error) {
	if s.plain == nil {
		return nil, nil
	}
	key, place, err := sealOf(ctx, field, row)
	if err != nil {
		return nil, err
	}
	return key.Seal(s.plain, place), nil
}

// Scan opens a value for its row, whose id was read before it. It returns
// ErrUnsealed when the context has no key for it, and vault.ErrTampered when
// the value was changed or comes from another row.
func (s *sealed) Scan(ctx context.Context, field *schema.Field, row reflect.Value, stored any) error {
	if stored == nil {
		*s = sealed{}
		return nil
	}
	bytes, ok := stored.([]byte)
	if !ok {
		return fmt.Errorf("%w: %s.%s holds %T", vault.ErrTampered, field.Schema.Table, field.DBName, stored)
	}
	key, place, err := sealOf(ctx, field, row)
	if err != nil {
		return err
	}
	plain, err := key.Open(bytes, place)
	if err != nil {
		return fmt.Errorf("%s.%s: %w", place.Table, place.Column, err)
	}
	if plain == nil {
		plain = []byte{} // sealed emptiness is not NULL
	}
	*s = sealed{plain}
	return nil
}

// sealOf finds the key and the place of a column. The first primary column
// names the account or the case whose key seals the row.
func sealOf(ctx context.Context, field *schema.Field, row reflect.Value) (*vault.Key, vault.Place, error) {
	at := vault.Place{Table: field.Schema.Table, Column: field.DBName}
	for _, primary := range field.Schema.PrimaryFields {
		id, _ := primary.ValueOf(ctx, row)
		at.Row = append(at.Row, fmt.Sprint(id))
	}
	keys, _ := ctx.Value(ringKey{}).(ring)
	key := keys.keys[at.Row[0]]
	if key == nil {
		return nil, at, fmt.Errorf("%w: %s.%s", ErrUnsealed, at.Table, at.Column)
	}
	at.Owner = keys.owner
	return key, at, nil
}
