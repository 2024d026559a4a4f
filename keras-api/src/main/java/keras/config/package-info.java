/** Objects to config maps and back: one annotated field an argument. */
@NullMarked
package keras.config;

import org.jspecify.annotations.NullMarked;
