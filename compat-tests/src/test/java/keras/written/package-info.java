/**
 * What this library writes, held against what the real Kerases write, and given to them to read.
 */
@NullMarked
package keras.written;

import org.jspecify.annotations.NullMarked;
