/** What several tests share: goldens made by Python, and tensors computed in a throw-away graph. */
@NullMarked
package keras.testing;

import org.jspecify.annotations.NullMarked;
