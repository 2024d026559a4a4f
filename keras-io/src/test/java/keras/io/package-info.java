/** What the tests of all formats share. */
@NullMarked
package keras.io;

import org.jspecify.annotations.NullMarked;
