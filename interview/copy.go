package interview

import (
	"reflect"
	"time"

	"contreoffre/models"
)

// copyCase returns a case that shares nothing with c. It walks the type, so a
// fact added to the records is copied without anybody thinking of it.
func copyCase(c models.Case) models.Case {
	return copyValue(reflect.ValueOf(c)).Interface().(models.Case)
}

var instant = reflect.TypeFor[time.Time]()

func copyValue(v reflect.Value) reflect.Value {
	if v.Type() == instant {
		return v // holds unexported fields, and nobody writes through it
	}
	copied := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			copied.Set(reflect.New(v.Type().Elem()))
			copied.Elem().Set(copyValue(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() { // nil and empty are two different answers
			copied.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				copied.Index(i).Set(copyValue(v.Index(i)))
			}
		}
	case reflect.Map:
		if !v.IsNil() {
			copied.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
			for iter := v.MapRange(); iter.Next(); {
				copied.SetMapIndex(iter.Key(), copyValue(iter.Value()))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			copied.Field(i).Set(copyValue(v.Field(i)))
		}
	default:
		copied.Set(v)
	}
	return copied
}
