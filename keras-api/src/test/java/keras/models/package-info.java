/** Models: how they are put together, trained, evaluated and used. */
@NullMarked
package keras.models;

import org.jspecify.annotations.NullMarked;
