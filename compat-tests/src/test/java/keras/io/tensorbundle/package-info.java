/** Tests of checkpoints that need what only the package itself sees. */
@NullMarked
package keras.io.tensorbundle;

import org.jspecify.annotations.NullMarked;
