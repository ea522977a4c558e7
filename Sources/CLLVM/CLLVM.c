// SwiftPM wants a source file; all there is are the headers.
#include "CLLVM.h"
