// SPDX-License-Identifier: MIT

// Package guest calls the guest with cgo.
package guest

/*
#cgo LDFLAGS: -lguest
#include <stdlib.h>
#include <string.h>
char *guest_greet(const char *name);
void guest_free(char *text);
unsigned guest_forget(unsigned size);
unsigned guest_drop_of_c(void);
*/
import "C"
import "unsafe"

func Greet(name string) string {
	given := C.CString(name)
	defer C.free(unsafe.Pointer(given))
	text := C.guest_greet(given)
	defer C.guest_free(text)
	// Not C.GoString: its search for the end reads whole vectors, which Valgrind before 3.24 takes for an error.
	return C.GoStringN(text, C.int(C.strlen(text)))
}

func Forget()  { C.guest_forget(17) }
func DropOfC() { C.guest_drop_of_c() }

// Go's memory alone leads to these blocks of the guest's, until the end: they are no leaks.
var kept = map[string]*C.char{}

func Keep(name string) {
	given := C.CString(name)
	defer C.free(unsafe.Pointer(given))
	kept[name] = C.guest_greet(given)
}
