/** Callbacks: what they refuse, and what they do to models. */
@NullMarked
package keras.callbacks;

import org.jspecify.annotations.NullMarked;
